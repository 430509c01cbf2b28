locals {
  name = "convonet-${var.environment}"
  tag  = "convonet-pbx"
}

resource "google_project_service" "needed" {
  for_each = toset([
    "cloudresourcemanager.googleapis.com", "compute.googleapis.com", "dns.googleapis.com", "iam.googleapis.com",
    "iap.googleapis.com", "logging.googleapis.com", "monitoring.googleapis.com", "secretmanager.googleapis.com",
    "servicenetworking.googleapis.com", "sqladmin.googleapis.com", "storage.googleapis.com",
  ])
  service            = each.key
  disable_on_destroy = false
}

resource "google_compute_network" "pbx" {
  name                    = local.name
  auto_create_subnetworks = false
  depends_on              = [google_project_service.needed]
}

resource "google_compute_subnetwork" "pbx" {
  name                     = local.name
  network                  = google_compute_network.pbx.id
  ip_cidr_range            = var.subnet
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.1
    metadata             = "INCLUDE_ALL_METADATA"
  }
}

# Twilio knows the PBX by this address, in both directions: it must outlive the machine.
resource "google_compute_address" "public" {
  name       = local.name
  depends_on = [google_project_service.needed]
}

resource "google_compute_address" "internal" {
  name         = "${local.name}-internal"
  address_type = "INTERNAL"
  subnetwork   = google_compute_subnetwork.pbx.id
  address      = cidrhost(var.subnet, 10)
}
