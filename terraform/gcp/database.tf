# PostgreSQL is on the machine, unless `database` says cloud-sql: then it is Google's, reachable over the private network alone.

locals {
  cloud_sql     = var.database == "cloud-sql" ? 1 : 0
  database_host = var.database == "cloud-sql" ? google_sql_database_instance.convonet[0].private_ip_address : "127.0.0.1"
}

resource "google_compute_global_address" "google" {
  count         = local.cloud_sql
  name          = "${local.name}-google"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 24
  network       = google_compute_network.pbx.id
}

resource "google_service_networking_connection" "google" {
  count                   = local.cloud_sql
  network                 = google_compute_network.pbx.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.google[0].name]
}

resource "google_sql_database_instance" "convonet" {
  # checkov:skip=CKV2_GCP_13:durations are measured by Convonet; with their statements they would quote what rows hold
  count = local.cloud_sql
  name  = local.name
  # Debian 12 brings the tools of PostgreSQL 15, and pg_dump reads no newer server.
  database_version    = "POSTGRES_15"
  deletion_protection = var.protected
  depends_on          = [google_service_networking_connection.google]

  settings {
    tier                        = var.cloud_sql_tier
    edition                     = "ENTERPRISE"
    availability_type           = "ZONAL"
    disk_type                   = "PD_SSD"
    disk_autoresize             = true
    deletion_protection_enabled = var.protected
    retain_backups_on_delete    = !var.delete_recordings_on_destroy

    location_preference {
      zone = var.zone
    }
    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.pbx.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }
    backup_configuration {
      enabled                        = true
      start_time                     = "01:00"
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7
      backup_retention_settings {
        retained_backups = var.snapshot_days
      }
    }
    maintenance_window {
      day  = 7
      hour = 3
    }
    # Statements quote what rows hold: neither they nor an error's detail are logged.
    dynamic "database_flags" {
      for_each = {
        log_checkpoints     = "on"
        log_connections     = "on"
        log_disconnections  = "on"
        log_lock_waits      = "on"
        log_error_verbosity = "terse"
        log_min_messages    = "warning"
      }
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }
}

resource "google_sql_database" "convonet" {
  count    = local.cloud_sql
  name     = "convonet"
  instance = google_sql_database_instance.convonet[0].name
}

# The owner alone: a user made here is of cloudsqlsuperuser, which the application's role must not be. The machine makes that one.
resource "google_sql_user" "owner" {
  count               = local.cloud_sql
  name                = "convonet_owner"
  instance            = google_sql_database_instance.convonet[0].name
  password_wo         = ephemeral.random_password.generated["database_owner_password"].result
  password_wo_version = var.secrets_version
}
