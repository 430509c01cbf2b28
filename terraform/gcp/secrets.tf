# Made here, kept in Secret Manager, read by the machine at each start. Ephemeral values and write-only arguments: no
# secret is in the state, in a plan or in the machine's metadata.

locals {
  generated = toset(["database_owner_password", "database_password", "listen_password", "ari_password", "ami_secret"])
  secrets   = setunion(local.generated, ["pin_key"], var.given_secrets)
}

ephemeral "random_password" "generated" {
  for_each = setunion(local.generated, ["pin_key"])
  length   = 40
  # They stand in addresses and in Asterisk's files, where punctuation means something.
  special = false
}

resource "google_secret_manager_secret" "pbx" {
  for_each            = local.secrets
  secret_id           = "${local.name}-${replace(each.key, "_", "-")}"
  deletion_protection = var.protected

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }

  depends_on = [google_project_service.needed]
}

resource "google_secret_manager_secret_version" "generated" {
  for_each               = local.generated
  secret                 = google_secret_manager_secret.pbx[each.key].id
  secret_data_wo         = ephemeral.random_password.generated[each.key].result
  secret_data_wo_version = var.secrets_version
}

# Another PIN key would mean new PINs for everybody: it is made once.
resource "google_secret_manager_secret_version" "pin_key" {
  secret                 = google_secret_manager_secret.pbx["pin_key"].id
  secret_data_wo         = ephemeral.random_password.generated["pin_key"].result
  secret_data_wo_version = 1
}

resource "google_secret_manager_secret_version" "given" {
  for_each               = var.given_secrets
  secret                 = google_secret_manager_secret.pbx[each.key].id
  secret_data_wo         = var.secrets[each.key]
  secret_data_wo_version = var.secrets_version
}
