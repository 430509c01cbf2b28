# What the machine runs, uploaded under a name that changes with its content: a changed line is a new release, which the
# machine installs at its next start.

locals {
  machine_settings = {
    ENVIRONMENT       = var.environment
    PROJECT           = var.project
    TIMEZONE          = var.timezone
    DOMAIN            = var.domain
    ACME_EMAIL        = var.acme_email
    PUBLIC_ADDRESS    = google_compute_address.public.address
    SECRET_PREFIX     = local.name
    GIVEN_SECRETS     = join(" ", var.given_secrets)
    KEPT              = "gs://${google_storage_bucket.kept.name}"
    WORKERS           = var.workers
    WHEEL             = basename(var.wheel)
    FREEPBX_INSTALLER = basename(var.freepbx_installer)
    FREEPBX_OPTIONS   = join(" ", var.freepbx_options)
    DATABASE          = var.database
    DATABASE_HOST     = local.database_host
  }
  machine_env = join("", [for name, value in local.machine_settings : "${name}='${value}'\n"])
  nftables    = templatefile("${path.module}/nftables.conf.tftpl", { openings = local.openings })
  jail = templatefile("${path.module}/fail2ban.conf.tftpl", {
    trusted = concat(var.twilio.signalling, var.twilio.media, local.iap)
    sip     = join(",", flatten(values(local.sip)))
  })

  machine_files = { for name in fileset("${path.module}/machine", "*") : name => file("${path.module}/machine/${name}") }
  uploads = {
    basename(var.wheel)             = var.wheel
    "requirements.lock"             = var.requirements
    basename(var.freepbx_installer) = var.freepbx_installer
  }
  release = substr(sha256(jsonencode([
    local.machine_files, local.nftables, local.jail, local.machine_settings,
    [for path in local.uploads : filesha256(path)],
  ])), 0, 12)

  startup = templatefile("${path.module}/startup.sh.tftpl", {
    release = local.release
    source  = "gs://${google_storage_bucket.releases.name}/${local.release}"
  })
}

resource "google_storage_bucket_object" "text" {
  for_each = merge(local.machine_files, {
    "machine.env"   = local.machine_env
    "nftables.conf" = local.nftables
    "fail2ban.conf" = local.jail
  })
  bucket  = google_storage_bucket.releases.name
  name    = "${local.release}/${each.key}"
  content = each.value
}

resource "google_storage_bucket_object" "file" {
  for_each = local.uploads
  bucket   = google_storage_bucket.releases.name
  name     = "${local.release}/${each.key}"
  source   = each.value
}
