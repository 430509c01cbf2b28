"""What runs beside the calls: the desk's watch and the reaper of what lost workers leave behind."""
