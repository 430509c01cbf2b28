# The machine, its rights, its secrets and what a destroy leaves behind.

mock_provider "google" {}

variables {
  project           = "convonet-test"
  wheel             = "tests/fixtures/convonet_ari-0.1.0-py3-none-any.whl"
  freepbx_installer = "tests/fixtures/installer.sh"
  requirements      = "tests/fixtures/requirements.lock"
}

run "the_machine_is_shielded_and_guarded" {
  command = plan

  assert {
    condition     = google_compute_instance.pbx.deletion_protection && google_compute_instance.pbx.shielded_instance_config[0].enable_secure_boot
    error_message = "guarded against deletion, started by signed code"
  }
  assert {
    condition     = google_compute_instance.pbx.metadata["enable-oslogin"] == "TRUE" && google_compute_instance.pbx.metadata["block-project-ssh-keys"] == "true"
    error_message = "no key of the project opens it"
  }
  assert {
    condition     = !contains(keys(google_compute_instance.pbx.metadata), "user-data")
    error_message = "one way to start, not two"
  }
}

run "the_account_may_little" {
  command = plan

  assert {
    condition     = google_project_iam_member.logs.role == "roles/logging.logWriter" && length(google_project_iam_member.lists_zones) == 0
    error_message = "in the whole project it writes logs, and nothing else"
  }
  assert {
    condition     = toset([for grant in google_storage_bucket_iam_member.keeps : grant.role]) == toset(["roles/storage.objectCreator", "roles/storage.objectViewer"])
    error_message = "what it has kept it can neither change nor delete"
  }
  assert {
    condition     = alltrue([for grant in google_secret_manager_secret_iam_member.reads : grant.role == "roles/secretmanager.secretAccessor"])
    error_message = "it reads secrets"
  }
}

run "every_secret_is_in_secret_manager_and_nowhere_else" {
  command = plan
  variables {
    given_secrets = ["openai_api_key"]
    secrets       = { openai_api_key = "sk-test-not-a-key" }
  }

  assert {
    condition     = length(google_secret_manager_secret.pbx) == 7
    error_message = "five passwords, the PIN key and yours"
  }
  assert {
    condition     = alltrue([for version in google_secret_manager_secret_version.generated : version.secret_data_wo_version == 1])
    error_message = "written without passing through the state"
  }
  assert {
    condition     = local.machine_settings.GIVEN_SECRETS == "openai_api_key" && !strcontains(join(" ", keys(local.machine_settings)), "PASSWORD")
    error_message = "the machine is told names, never values"
  }
}

run "a_destroy_keeps_recordings" {
  command = plan

  assert {
    condition     = google_storage_bucket.kept.force_destroy == false && google_compute_disk.pbx.create_snapshot_before_destroy
    error_message = "the bucket stops the destroy, the disk leaves a snapshot"
  }
  assert {
    condition     = google_compute_resource_policy.nightly.snapshot_schedule_policy[0].retention_policy[0].on_source_disk_delete == "KEEP_AUTO_SNAPSHOTS"
    error_message = "and the nightly ones stay"
  }
}

run "unless_it_is_told" {
  command = plan
  variables {
    delete_recordings_on_destroy = true
    protected                    = false
  }

  assert {
    condition     = google_storage_bucket.kept.force_destroy && !google_compute_disk.pbx.create_snapshot_before_destroy
    error_message = "then everything goes"
  }
}

run "postgresql_is_on_the_machine" {
  command = plan

  assert {
    condition     = length(google_sql_database_instance.convonet) == 0 && local.database_host == "127.0.0.1"
    error_message = "no Cloud SQL unless it is wanted"
  }
}

run "or_googles_without_a_public_address" {
  command = plan
  variables {
    database = "cloud-sql"
  }

  assert {
    condition     = !google_sql_database_instance.convonet[0].settings[0].ip_configuration[0].ipv4_enabled
    error_message = "reachable over the private network alone"
  }
  assert {
    condition     = google_sql_database_instance.convonet[0].settings[0].ip_configuration[0].ssl_mode == "ENCRYPTED_ONLY"
    error_message = "and encrypted there"
  }
  assert {
    condition     = google_sql_database_instance.convonet[0].settings[0].backup_configuration[0].point_in_time_recovery_enabled
    error_message = "with a way back to any second"
  }
}

run "an_image_with_cloud_init_gets_the_same_script" {
  command = plan
  variables {
    boots_by = "cloud-init"
  }

  assert {
    condition     = contains(keys(google_compute_instance.pbx.metadata), "user-data") && !contains(keys(google_compute_instance.pbx.metadata), "startup-script")
    error_message = "one way to start, not two"
  }
}

run "a_missing_wheel_is_named" {
  command = plan
  variables {
    wheel = "nowhere.whl"
  }
  expect_failures = [var.wheel]
}

run "a_name_needs_its_zone" {
  command = plan
  variables {
    domain     = "pbx.example.org"
    acme_email = "ops@example.org"
  }
  expect_failures = [var.dns_zone]
}
