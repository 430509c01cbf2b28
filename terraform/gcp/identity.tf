# The machine's own account: it reads its secrets and its release, adds to its bucket, writes logs, and proves its name.

resource "google_service_account" "pbx" {
  account_id   = local.name
  display_name = "Convonet PBX (${var.environment})"
  depends_on   = [google_project_service.needed]
}

resource "google_project_iam_member" "logs" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.pbx.member
}

resource "google_project_iam_member" "admins" {
  for_each = toset(var.admins)
  project  = var.project
  role     = "roles/iap.tunnelResourceAccessor"
  member   = each.key

  condition {
    title      = "only ${local.name}"
    expression = "destination.port in [22, 443] && destination.ip == \"${google_compute_address.internal.address}\""
  }
}

resource "google_compute_instance_iam_member" "admins" {
  for_each      = toset(var.admins)
  instance_name = google_compute_instance.pbx.name
  zone          = var.zone
  role          = "roles/compute.osAdminLogin"
  member        = each.key
}

# OS Login asks that whoever logs in may act as the machine's account.
resource "google_service_account_iam_member" "admins" {
  for_each           = toset(var.admins)
  service_account_id = google_service_account.pbx.name
  role               = "roles/iam.serviceAccountUser"
  member             = each.key
}

resource "google_storage_bucket_iam_member" "reads_releases" {
  bucket = google_storage_bucket.releases.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.pbx.member
}

# It may add and read, and neither change nor delete: whoever takes the machine over cannot destroy what it has kept.
resource "google_storage_bucket_iam_member" "keeps" {
  for_each = toset(["roles/storage.objectCreator", "roles/storage.objectViewer"])
  bucket   = google_storage_bucket.kept.name
  role     = each.key
  member   = google_service_account.pbx.member
}

resource "google_secret_manager_secret_iam_member" "reads" {
  for_each  = google_secret_manager_secret.pbx
  secret_id = each.value.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.pbx.member
}
