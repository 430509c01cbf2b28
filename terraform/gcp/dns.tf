# The PBX's name, and the right to prove it to a certificate's authority by DNS: no port is opened for that.

data "google_dns_managed_zone" "zone" {
  count = var.domain == "" ? 0 : 1
  name  = var.dns_zone
}

resource "google_dns_record_set" "pbx" {
  count        = var.domain == "" ? 0 : 1
  managed_zone = data.google_dns_managed_zone.zone[0].name
  name         = "${var.domain}."
  type         = "A"
  ttl          = 300
  rrdatas      = [google_compute_address.public.address]
}

resource "google_project_iam_custom_role" "lists_zones" {
  count       = var.domain == "" ? 0 : 1
  role_id     = replace("${local.name}_lists_zones", "-", "_")
  title       = "Convonet (${var.environment}): names of DNS zones"
  permissions = ["dns.managedZones.list"]
}

resource "google_project_iam_member" "lists_zones" {
  count   = var.domain == "" ? 0 : 1
  project = var.project
  role    = google_project_iam_custom_role.lists_zones[0].id
  member  = google_service_account.pbx.member
}

resource "google_project_iam_custom_role" "proves_name" {
  count   = var.domain == "" ? 0 : 1
  role_id = replace("${local.name}_proves_name", "-", "_")
  title   = "Convonet (${var.environment}): records of one zone"
  permissions = [
    "dns.changes.create", "dns.changes.get", "dns.managedZones.get", "dns.resourceRecordSets.create",
    "dns.resourceRecordSets.delete", "dns.resourceRecordSets.list", "dns.resourceRecordSets.update",
  ]
}

resource "google_dns_managed_zone_iam_member" "proves_name" {
  count        = var.domain == "" ? 0 : 1
  managed_zone = data.google_dns_managed_zone.zone[0].name
  role         = google_project_iam_custom_role.proves_name[0].id
  member       = google_service_account.pbx.member
}
