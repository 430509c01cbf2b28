# What the machine installs, and what it keeps: nightly dumps and copies of recordings.

resource "google_storage_bucket" "releases" {
  # checkov:skip=CKV_GCP_62:Cloud Audit Logs tell who read what; access logs would need a bucket of their own
  name                        = "${var.project}-${local.name}-releases"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
  depends_on                  = [google_project_service.needed]

  versioning {
    enabled = true
  }
  lifecycle_rule {
    condition {
      num_newer_versions         = 1
      days_since_noncurrent_time = 90
    }
    action {
      type = "Delete"
    }
  }
}

resource "google_storage_bucket" "kept" {
  # checkov:skip=CKV_GCP_62:Cloud Audit Logs tell who read what; access logs would need a bucket of their own
  name                        = "${var.project}-${local.name}-kept"
  location                    = var.region
  storage_class               = "NEARLINE"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # Google refuses to delete a bucket that is not empty: `destroy` then ends there, with recordings and dumps untouched.
  force_destroy = var.delete_recordings_on_destroy
  depends_on    = [google_project_service.needed]

  versioning {
    enabled = true
  }
  soft_delete_policy {
    retention_duration_seconds = 7 * 24 * 3600
  }
  lifecycle_rule {
    condition {
      age = var.backup_days
    }
    action {
      type = "Delete"
    }
  }
  lifecycle_rule {
    condition {
      num_newer_versions         = 1
      days_since_noncurrent_time = 7
    }
    action {
      type = "Delete"
    }
  }
}
