resource "google_compute_disk" "pbx" {
  # checkov:skip=CKV_GCP_37:encrypted with Google's keys; a lost key of ours would lose the PBX and its snapshots
  name     = local.name
  type     = "pd-balanced"
  size     = var.disk_gb
  image    = var.restore_from_snapshot == "" ? var.image : null
  snapshot = var.restore_from_snapshot == "" ? null : var.restore_from_snapshot
  # Whatever replaces or destroys the disk leaves a snapshot behind.
  create_snapshot_before_destroy = !var.delete_recordings_on_destroy
  depends_on                     = [google_project_service.needed]

  lifecycle {
    # A newer image of the same family is no reason to lose a PBX.
    ignore_changes = [image]
  }
}

resource "google_compute_resource_policy" "nightly" {
  name = "${local.name}-nightly"

  snapshot_schedule_policy {
    schedule {
      daily_schedule {
        days_in_cycle = 1
        start_time    = "02:00"
      }
    }
    retention_policy {
      max_retention_days    = var.snapshot_days
      on_source_disk_delete = "KEEP_AUTO_SNAPSHOTS"
    }
    snapshot_properties {
      storage_locations = [var.region]
      labels            = { application = "convonet", environment = var.environment }
    }
  }
}

resource "google_compute_disk_resource_policy_attachment" "nightly" {
  name = google_compute_resource_policy.nightly.name
  disk = google_compute_disk.pbx.name
  zone = var.zone
}

resource "google_compute_instance" "pbx" {
  # checkov:skip=CKV_GCP_38:encrypted with Google's keys; a lost key of ours would lose the PBX and its snapshots
  # checkov:skip=CKV_GCP_40:a trunk is reached at a public address; both firewalls name who may
  # checkov:skip=CKV_GCP_32:they are blocked, inside merge() where the check does not look
  name                      = local.name
  machine_type              = var.machine_type
  tags                      = [local.tag]
  deletion_protection       = var.protected
  allow_stopping_for_update = true

  boot_disk {
    source      = google_compute_disk.pbx.self_link
    auto_delete = false
  }

  network_interface {
    subnetwork = google_compute_subnetwork.pbx.id
    network_ip = google_compute_address.internal.address
    access_config {
      nat_ip = google_compute_address.public.address
    }
  }

  service_account {
    email  = google_service_account.pbx.email
    scopes = ["cloud-platform"]
  }

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }

  scheduling {
    automatic_restart   = true
    on_host_maintenance = "MIGRATE"
  }

  metadata = merge(
    {
      block-project-ssh-keys = "true"
      enable-oslogin         = "TRUE"
      serial-port-enable     = "FALSE"
    },
    var.boots_by == "startup-script" ? { startup-script = local.startup } : {
      user-data                                         = templatefile("${path.module}/cloud-config.yaml.tftpl", { startup = local.startup })
    },
  )

  # The machine reads both at its first start.
  depends_on = [
    google_storage_bucket_object.text, google_storage_bucket_object.file, google_storage_bucket_iam_member.reads_releases,
    google_secret_manager_secret_version.generated, google_secret_manager_secret_version.pin_key,
    google_secret_manager_secret_version.given, google_secret_manager_secret_iam_member.reads,
  ]
}
