/** The shop's telemetry as OpenTelemetry SDKs and a Collector would send it: OTLP, protobuf. */
package dev.nightshift.local.shop.telemetry;
