# Who may reach what, as planned. `terraform test` needs no account: Google is a mock.

mock_provider "google" {
  mock_data "google_monitoring_uptime_check_ips" {
    defaults = {
      uptime_check_ips = [
        { ip_address = "203.0.113.7", location = "Elsewhere", region = "EUROPE" },
        { ip_address = "2001:db8::7", location = "Elsewhere", region = "EUROPE" },
      ]
    }
  }
}

variables {
  project           = "convonet-test"
  wheel             = "tests/fixtures/convonet_ari-0.1.0-py3-none-any.whl"
  freepbx_installer = "tests/fixtures/installer.sh"
  requirements      = "tests/fixtures/requirements.lock"
  domain            = "pbx.example.org"
  dns_zone          = "example-org"
  acme_email        = "ops@example.org"
  agent_ranges      = ["0.0.0.0/0"]
  phone_ranges      = ["198.51.100.0/24"]
  admin_ranges      = ["192.0.2.0/24"]
}

run "private_ports_are_open_to_nobody" {
  command = plan

  assert {
    condition = length(setintersection(
      toset(flatten([for rule in google_compute_firewall.open : [for allow in rule.allow : allow.ports]])),
      ["5038", "8088", "3306", "5432", "8765", "8766", "80", "21", "25", "69"],
    )) == 0
    error_message = "5038, 8088, 3306, 5432, 8765 and 8766 are this machine's alone"
  }
  assert {
    condition = alltrue(flatten([
      for rule in google_compute_firewall.open : [for allow in rule.allow : contains(["tcp", "udp"], allow.protocol) && length(allow.ports) > 0]
    ]))
    error_message = "every opening names its ports"
  }
  assert {
    condition = toset([
      for rule in google_compute_firewall.open : rule.name if contains(rule.source_ranges, "0.0.0.0/0")
    ]) == toset(["convonet-production-wss-agents", "convonet-production-rtp-agents"])
    error_message = "only browser phones may come from anywhere, and only because agent_ranges says so"
  }
  assert {
    condition = alltrue([
      for rule in google_compute_firewall.open : anytrue([for allow in rule.allow : contains(allow.ports, "22")]) ? rule.source_ranges == toset(["35.235.240.0/20"]) : true
    ])
    error_message = "a shell is reached through the Identity-Aware Proxy alone"
  }
}

run "sip_is_twilios_and_the_phones" {
  command = plan

  assert {
    condition     = length(google_compute_firewall.open["sip-twilio"].source_ranges) == 8
    error_message = "all eight of Twilio's signalling ranges"
  }
  assert {
    condition     = one(google_compute_firewall.open["sip-twilio"].allow).protocol == "tcp" && one(google_compute_firewall.open["sip-twilio"].allow).ports == tolist(["5061"])
    error_message = "with TLS nothing but 5061"
  }
  assert {
    condition     = google_compute_firewall.open["rtp-twilio"].source_ranges == toset(["168.86.128.0/18"])
    error_message = "audio comes from Twilio's media range"
  }
  assert {
    condition     = google_compute_firewall.open["wss-uptime"].source_ranges == toset(["203.0.113.7/32"])
    error_message = "Google's checkers, IPv4 only"
  }
}

run "both_firewalls_say_the_same" {
  command = plan

  assert {
    condition = alltrue([
      for name, opening in local.openings : strcontains(google_storage_bucket_object.text["nftables.conf"].content, "comment \"${name}\"")
    ])
    error_message = "each opening of the network is one of the machine"
  }
  assert {
    condition     = !strcontains(google_storage_bucket_object.text["nftables.conf"].content, "5038")
    error_message = "and AMI is in neither"
  }
}

run "without_ranges_there_is_no_opening" {
  command = plan
  variables {
    agent_ranges = []
    phone_ranges = []
    admin_ranges = []
    domain       = ""
    dns_zone     = ""
    acme_email   = ""
  }

  assert {
    condition     = toset(keys(local.openings)) == toset(["sip-twilio", "rtp-twilio", "iap"])
    error_message = "the trunk, and administrators through Google's proxy"
  }
  assert {
    condition     = length(google_monitoring_uptime_check_config.wss) == 0
    error_message = "no name, no check of it"
  }
}

run "without_tls_5060_is_open_to_the_trunk" {
  command = plan
  variables {
    sip_tls = false
  }

  assert {
    condition     = toset([for allow in google_compute_firewall.open["sip-twilio"].allow : allow.protocol]) == toset(["tcp", "udp"])
    error_message = "5060 by both protocols"
  }
  assert {
    condition     = !strcontains(jsonencode(local.openings), "5061")
    error_message = "and nothing on 5061"
  }
}

run "the_world_is_refused_at_the_trunk" {
  command = plan
  variables {
    twilio = { signalling = ["0.0.0.0/0"], media = ["168.86.128.0/18"] }
  }
  expect_failures = [var.twilio]
}

run "the_world_is_refused_for_desk_phones" {
  command = plan
  variables {
    phone_ranges = ["0.0.0.0/0"]
  }
  expect_failures = [var.phone_ranges]
}
