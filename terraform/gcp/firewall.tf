# One table of openings, from which both firewalls are made: the network's rules here, the machine's nftables in release.tf.
# Whatever is not in it is closed: AMI (5038), ARI (8088), MariaDB (3306), PostgreSQL (5432), Convonet (8765, 8766).

data "google_monitoring_uptime_check_ips" "google" {
  count = var.domain == "" ? 0 : 1
}

locals {
  sip = var.sip_tls ? { tcp = ["5061"] } : { tcp = ["5060"], udp = ["5060"] }
  rtp = { udp = ["10000-20000"] }
  # Identity-Aware Proxy's forwarders.
  iap = ["35.235.240.0/20"]

  uptime_checkers = [
    for checker in try(data.google_monitoring_uptime_check_ips.google[0].uptime_check_ips, []) :
    "${checker.ip_address}/32" if !strcontains(checker.ip_address, ":")
  ]

  wanted = {
    sip-twilio = { sources = var.twilio.signalling, open = local.sip, why = "Signalling of the trunk" }
    rtp-twilio = { sources = var.twilio.media, open = local.rtp, why = "Audio of the trunk" }
    sip-phones = { sources = var.phone_ranges, open = local.sip, why = "Desk phones" }
    rtp-phones = { sources = var.phone_ranges, open = local.rtp, why = "Audio of desk phones" }
    wss-agents = { sources = var.agent_ranges, open = { tcp = ["8089"] }, why = "Browser phones" }
    rtp-agents = { sources = var.agent_ranges, open = local.rtp, why = "Audio of browser phones" }
    wss-uptime = { sources = local.uptime_checkers, open = { tcp = ["8089"] }, why = "Google's uptime checks" }
    web-admins = { sources = var.admin_ranges, open = { tcp = ["443"] }, why = "FreePBX's pages" }
    iap        = { sources = local.iap, open = { tcp = ["22", "443"] }, why = "Administrators through Google's proxy" }
  }
  openings = { for name, opening in local.wanted : name => opening if length(opening.sources) > 0 }
}

resource "google_compute_firewall" "open" {
  for_each      = local.openings
  name          = "${local.name}-${each.key}"
  description   = each.value.why
  network       = google_compute_network.pbx.id
  direction     = "INGRESS"
  source_ranges = each.value.sources
  target_tags   = [local.tag]

  dynamic "allow" {
    for_each = each.value.open
    content {
      protocol = allow.key
      ports    = allow.value
    }
  }
}

# What Google's implied rule does as well, but with a log of who tried.
resource "google_compute_firewall" "closed" {
  name          = "${local.name}-closed"
  description   = "Everything else is nobody's"
  network       = google_compute_network.pbx.id
  direction     = "INGRESS"
  priority      = 65000
  source_ranges = ["0.0.0.0/0"]

  deny {
    protocol = "all"
  }

  log_config {
    metadata = "EXCLUDE_ALL_METADATA"
  }
}
