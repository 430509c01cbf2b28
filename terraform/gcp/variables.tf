# Where, and what it is called.

variable "project" {
  description = "Google Cloud project that pays for everything."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project's id has 6 to 30 small letters, digits and hyphens, and begins with a letter."
  }
}

variable "region" {
  description = "Region of the machine; choose one near your callers' Twilio edge."
  type        = string
  default     = "europe-west3"
}

variable "zone" {
  description = "Zone of the machine, in that region."
  type        = string
  default     = "europe-west3-a"
  validation {
    condition     = startswith(var.zone, "${var.region}-")
    error_message = "The zone must lie in the region."
  }
}

variable "environment" {
  description = "Name of this installation: production, staging. Every resource carries it, so that several share a project."
  type        = string
  default     = "production"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,14}[a-z0-9]$", var.environment))
    error_message = "3 to 16 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "timezone" {
  description = "Time zone of the machine and of its nightly work."
  type        = string
  default     = "Europe/Berlin"
  validation {
    condition     = can(regex("^[A-Za-z0-9_+/-]+$", var.timezone))
    error_message = "A name of the tz database, such as Europe/Berlin."
  }
}

# What runs.

variable "wheel" {
  description = "Convonet's wheel: from a release, or built as docs/gcp.md tells."
  type        = string
  validation {
    condition     = endswith(var.wheel, ".whl") && fileexists(var.wheel)
    error_message = "No wheel lies at that path."
  }
}

variable "requirements" {
  description = "The lock file of the wheel's version; every package is checked against its hash."
  type        = string
  default     = "../../requirements.lock"
  validation {
    condition     = fileexists(var.requirements)
    error_message = "No lock file lies at that path."
  }
}

variable "freepbx_installer" {
  description = "Sangoma's sng_freepbx_debian_install.sh, downloaded and read by you; its content is pinned by what you applied."
  type        = string
  validation {
    condition     = fileexists(var.freepbx_installer)
    error_message = "No installer lies at that path."
  }
}

variable "freepbx_options" {
  description = "Options of that installer. Without the commercial modules FreePBX's own firewall is absent, which nftables replaces."
  type        = list(string)
  default     = ["--opensourceonly", "--skipversion", "--noaac"]
  validation {
    condition     = alltrue([for option in var.freepbx_options : can(regex("^--[a-z-]+$", option))])
    error_message = "Options look like --opensourceonly."
  }
}

variable "workers" {
  description = "Processes that hold calls; each takes some 450 MB with local speech."
  type        = number
  default     = 2
  validation {
    condition     = var.workers >= 1 && var.workers <= 64 && floor(var.workers) == var.workers
    error_message = "1 to 64."
  }
}

variable "machine_type" {
  description = "The machine. Local speech wants two free cores beside Asterisk; with speech elsewhere e2-standard-2 is enough."
  type        = string
  default     = "e2-standard-4"
}

variable "disk_gb" {
  description = "Size of its disk: FreePBX, PostgreSQL and recordings."
  type        = number
  default     = 50
  validation {
    condition     = var.disk_gb >= 30
    error_message = "FreePBX, local speech and a week of recordings need 30 GB."
  }
}

variable "image" {
  description = "FreePBX 17 wants Debian 12."
  type        = string
  default     = "debian-cloud/debian-12"
}

variable "restore_from_snapshot" {
  description = "Name of a snapshot to make the disk from, instead of the image. Changing it replaces the disk."
  type        = string
  default     = ""
}

variable "boots_by" {
  description = "startup-script for Google's images; cloud-init for an image that has it."
  type        = string
  default     = "startup-script"
  validation {
    condition     = contains(["startup-script", "cloud-init"], var.boots_by)
    error_message = "startup-script or cloud-init."
  }
}

# Who may reach it.

variable "subnet" {
  description = "Internal addresses of the machine's network."
  type        = string
  default     = "10.42.0.0/24"
  validation {
    condition     = can(cidrhost(var.subnet, 2))
    error_message = "A range such as 10.42.0.0/24."
  }
}

variable "twilio" {
  description = "Twilio's addresses. Compare them with Twilio's page on the IP addresses of Elastic SIP Trunking before each apply."
  type        = object({ signalling = list(string), media = list(string) })
  default = {
    signalling = [
      "54.172.60.0/30",    # Ashburn
      "54.244.51.0/30",    # Umatilla
      "54.171.127.192/30", # Dublin
      "35.156.191.128/30", # Frankfurt
      "54.65.63.192/30",   # Tokyo
      "54.169.127.128/30", # Singapore
      "54.252.254.64/30",  # Sydney
      "177.71.206.192/30", # Sao Paulo
    ]
    media = ["168.86.128.0/18"]
  }
  validation {
    condition     = alltrue([for range in concat(var.twilio.signalling, var.twilio.media) : can(cidrnetmask(range)) && !endswith(range, "/0")])
    error_message = "IPv4 ranges, and not the whole world: the source address is all that tells Twilio from anybody."
  }
}

variable "sip_tls" {
  description = "SIP over TLS on 5061 with SRTP (Twilio: Secure Trunking). False opens 5060 in the clear instead."
  type        = bool
  default     = true
}

variable "phone_ranges" {
  description = "Networks of desk phones, which register and send audio from there."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for range in var.phone_ranges : can(cidrnetmask(range)) && !endswith(range, "/0")])
    error_message = "IPv4 ranges, and not the whole world: an open SIP port is found within minutes."
  }
}

variable "agent_ranges" {
  description = "Networks of agents with a browser phone: WSS and audio. 0.0.0.0/0 for agents anywhere."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for range in var.agent_ranges : can(cidrnetmask(range))])
    error_message = "IPv4 ranges such as 198.51.100.0/24."
  }
}

variable "admin_ranges" {
  description = "Networks that may open FreePBX's pages. Empty: through Google's Identity-Aware Proxy alone."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for range in var.admin_ranges : can(cidrnetmask(range)) && !endswith(range, "/0")])
    error_message = "IPv4 ranges, and not the whole world."
  }
}

variable "admins" {
  description = "Who may log in through the Identity-Aware Proxy: user:ann@example.org, group:ops@example.org."
  type        = list(string)
  default     = []
}

# Name and certificate.

variable "domain" {
  description = "Name of the PBX, such as pbx.example.org; empty for none. A browser phone needs one."
  type        = string
  default     = ""
  validation {
    condition     = var.domain == "" || can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "A name such as pbx.example.org."
  }
}

variable "dns_zone" {
  description = "Cloud DNS zone of that name, already there. Its record and the proof for the certificate are written to it."
  type        = string
  default     = ""
  validation {
    condition     = (var.domain == "") == (var.dns_zone == "")
    error_message = "domain and dns_zone belong together."
  }
}

variable "acme_email" {
  description = "Where the certificate's authority writes to."
  type        = string
  default     = ""
  validation {
    condition     = var.domain == "" || can(regex("^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$", var.acme_email))
    error_message = "A certificate needs an address of yours."
  }
}

# Data.

variable "database" {
  description = "vm: PostgreSQL on the machine. cloud-sql: Google's, with point-in-time recovery."
  type        = string
  default     = "vm"
  validation {
    condition     = contains(["vm", "cloud-sql"], var.database)
    error_message = "vm or cloud-sql."
  }
}

variable "cloud_sql_tier" {
  description = "Size of Cloud SQL."
  type        = string
  default     = "db-custom-1-3840"
}

variable "secrets" {
  description = "Secrets of yours: openai_api_key, sentry_dsn. They go to Secret Manager, and neither into state nor metadata."
  type        = map(string)
  default     = {}
  ephemeral   = true
}

variable "given_secrets" {
  description = "Which of those are given; the names alone may stand in the state."
  type        = set(string)
  default     = []
  validation {
    condition     = length(setsubtract(var.given_secrets, ["openai_api_key", "sentry_dsn"])) == 0
    error_message = "openai_api_key and sentry_dsn."
  }
}

variable "secrets_version" {
  description = "One more makes all generated secrets anew, except the PIN key, and writes yours again."
  type        = number
  default     = 1
}

variable "snapshot_days" {
  description = "How long the nightly snapshots of the disk are kept."
  type        = number
  default     = 14
}

variable "backup_days" {
  description = "How long dumps and copies of recordings are kept in the bucket; the law of your callers' country decides."
  type        = number
  default     = 90
}

variable "delete_recordings_on_destroy" {
  description = "True lets `terraform destroy` delete recordings, dumps and the disk without a last snapshot."
  type        = bool
  default     = false
}

variable "protected" {
  description = "Guards machine and database against deletion; false before a destroy that is meant."
  type        = bool
  default     = true
}

# Who is told.

variable "alert_email" {
  description = "Where alerts go; empty for none."
  type        = string
  default     = ""
}

variable "disaster_recovery_url" {
  description = "Address Twilio asks what to do while the PBX is down (a TwiML Bin that forwards to a person's phone)."
  type        = string
  default     = ""
  validation {
    condition     = var.disaster_recovery_url == "" || startswith(var.disaster_recovery_url, "https://")
    error_message = "An https address."
  }
}

variable "twilio_trunk" {
  description = "Name of the trunk's termination domain: <name>.pstn.twilio.com."
  type        = string
  default     = "your-trunk"
}
