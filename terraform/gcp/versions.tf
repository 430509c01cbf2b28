terraform {
  # Secrets are written through write-only arguments, which Terraform 1.11 brought: the state never holds one.
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
  zone    = var.zone

  default_labels = {
    application = "convonet"
    environment = var.environment
  }
}
