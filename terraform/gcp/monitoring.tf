# Five alarms: nobody answers from outside, the machine is gone, it is overloaded, it found something wrong, it went silent.

locals {
  channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  findings = "logName=\"projects/${var.project}/logs/convonet-watch\" AND jsonPayload.environment=\"${var.environment}\""
}

resource "google_monitoring_notification_channel" "email" {
  count        = var.alert_email == "" ? 0 : 1
  display_name = "${local.name}: ${var.alert_email}"
  type         = "email"
  labels       = { email_address = var.alert_email }
  depends_on   = [google_project_service.needed]
}

# The browser phones' own address: name, certificate, network and Asterisk in one. Without an upgrade /ws answers 426.
resource "google_monitoring_uptime_check_config" "wss" {
  count        = var.domain == "" ? 0 : 1
  display_name = "${local.name}: WSS"
  period       = "60s"
  timeout      = "10s"

  http_check {
    path         = "/ws"
    port         = 8089
    use_ssl      = true
    validate_ssl = true
    accepted_response_status_codes {
      status_value = 426
    }
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project, host = var.domain }
  }
}

resource "google_monitoring_alert_policy" "unreachable" {
  count                 = var.domain == "" ? 0 : 1
  display_name          = "${local.name}: unreachable from outside"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels

  conditions {
    display_name = "WSS answers at fewer than half of the places"
    condition_threshold {
      filter          = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\"uptime_url\" AND metric.label.check_id=\"${google_monitoring_uptime_check_config.wss[0].uptime_check_id}\""
      comparison      = "COMPARISON_LT"
      threshold_value = 0.5
      duration        = "120s"
      aggregations {
        alignment_period     = "120s"
        per_series_aligner   = "ALIGN_FRACTION_TRUE"
        cross_series_reducer = "REDUCE_MEAN"
      }
    }
  }
  documentation {
    content = "Callers are affected as well if Asterisk is down. docs/operations.md, incident sheet: \"nobody gets through\"."
  }
}

resource "google_monitoring_alert_policy" "gone" {
  display_name          = "${local.name}: machine is gone"
  combiner              = "OR"
  severity              = "CRITICAL"
  notification_channels = local.channels
  depends_on            = [google_project_service.needed]

  conditions {
    display_name = "no sign of it for five minutes"
    condition_absent {
      filter   = "metric.type=\"compute.googleapis.com/instance/uptime\" AND resource.type=\"gce_instance\" AND metadata.system_labels.name=\"${local.name}\""
      duration = "300s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_RATE"
      }
    }
  }
  documentation {
    content = "Twilio follows the disaster recovery URL meanwhile. docs/operations.md, incident sheet: \"the machine is gone\"."
  }
}

resource "google_monitoring_alert_policy" "overloaded" {
  display_name          = "${local.name}: overloaded"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.channels
  depends_on            = [google_project_service.needed]

  conditions {
    display_name = "processors at 85 % for ten minutes"
    condition_threshold {
      filter          = "metric.type=\"compute.googleapis.com/instance/cpu/utilization\" AND resource.type=\"gce_instance\" AND metadata.system_labels.name=\"${local.name}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0.85
      duration        = "600s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_MEAN"
      }
    }
  }
  documentation {
    content = "Audio suffers before anything fails. docs/operations.md: \"when it is slow\"."
  }
}

# machine/convonet-watch writes one entry an hour, and one at once when a unit of ours fails.
resource "google_monitoring_alert_policy" "finding" {
  display_name          = "${local.name}: something is wrong"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels
  depends_on            = [google_project_service.needed]

  conditions {
    display_name = "the machine's own examination found something"
    condition_matched_log {
      filter           = "${local.findings} AND severity>=ERROR"
      label_extractors = { what = "EXTRACT(jsonPayload.what)" }
    }
  }
  alert_strategy {
    auto_close = "3600s"
    notification_rate_limit {
      period = "900s"
    }
  }
  documentation {
    content = "$${log.extracted_label.what}"
  }
}

resource "google_logging_metric" "examinations" {
  name       = "${local.name}/examinations"
  filter     = local.findings
  depends_on = [google_project_service.needed]

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

resource "google_monitoring_alert_policy" "silent" {
  display_name          = "${local.name}: has not examined itself"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.channels

  conditions {
    display_name = "no examination for three hours"
    condition_absent {
      filter   = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.examinations.name}\" AND resource.type=\"global\""
      duration = "10800s"
      aggregations {
        alignment_period   = "3600s"
        per_series_aligner = "ALIGN_COUNT"
      }
    }
  }
  documentation {
    content = "systemctl status convonet-watch.timer; the machine may be unable to write logs."
  }
}
