output "address" {
  description = "The PBX, for the world."
  value       = google_compute_address.public.address
}

output "twilio" {
  description = "What to enter at Twilio, Elastic SIP Trunking, in your trunk: docs/twilio.md."
  value = {
    origination_uris = [
      {
        uri      = var.sip_tls ? "sip:${google_compute_address.public.address}:5061;transport=tls" : "sip:${google_compute_address.public.address}:5060"
        priority = 10
        weight   = 10
        enabled  = true
      },
    ]
    second_origination_uri  = "a second PBX of yours, priority 20, or none: then the disaster recovery URL answers"
    disaster_recovery_url   = var.disaster_recovery_url == "" ? "SET ONE: without it callers hear an error while the PBX is down" : var.disaster_recovery_url
    secure_trunking         = var.sip_tls
    termination_domain      = "${var.twilio_trunk}.pstn.twilio.com"
    termination_ip_acl      = "${google_compute_address.public.address}/32"
    termination_credentials = "none: the IP access control list is enough, and a password could be stolen"
    calls_per_second        = 1
  }
}

output "freepbx" {
  description = "What to enter in FreePBX's pages: docs/gcp.md."
  value = {
    external_address   = google_compute_address.public.address
    local_networks     = [var.subnet]
    rtp_range          = "10000-20000"
    transport          = var.sip_tls ? "tls 0.0.0.0:5061" : "udp 0.0.0.0:5060"
    trunk_sip_server   = "${var.twilio_trunk}.pstn.twilio.com"
    trunk_sip_port     = var.sip_tls ? 5061 : 5060
    trunk_context      = "from-pstn"
    trunk_match_permit = join(",", var.twilio.signalling)
    media_encryption   = var.sip_tls ? "sdes" : "no"
    codecs             = "ulaw,alaw"
  }
}

output "log_in" {
  description = "A shell on the machine, through the Identity-Aware Proxy."
  value       = "gcloud compute ssh ${google_compute_instance.pbx.name} --project=${var.project} --zone=${var.zone} --tunnel-through-iap"
}

output "freepbx_pages" {
  description = "FreePBX's pages at https://localhost:8443, through the Identity-Aware Proxy."
  value       = "gcloud compute start-iap-tunnel ${google_compute_instance.pbx.name} 443 --local-host-port=localhost:8443 --project=${var.project} --zone=${var.zone}"
}

output "kept" {
  description = "Bucket of dumps and recordings."
  value       = google_storage_bucket.kept.url
}

output "release" {
  description = "What the machine installs at its next start: `cat /opt/convonet/current/RELEASE` tells what runs."
  value       = local.release
}

output "openings" {
  description = "Both firewalls, for a look: who may reach what."
  value       = { for name, opening in local.openings : name => { from = opening.sources, to = opening.open } }
}
