using GradCamService.Configuration;
using GradCamService.Explain.Queue;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GradCamService.Telemetry;

/// <summary>
/// Traces and metrics to a collector, where OpenTelemetry's own variables name one (OTEL_EXPORTER_OTLP_ENDPOINT, or that of a signal); its other variables count
/// as everywhere.
/// </summary>
internal static class OtlpExport
{
    private const string Service = "gradcamservice";
    private const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>What tells of itself, unless the variables say otherwise.</summary>
    public static void NameService(this ResourceBuilder resource, IConfiguration configuration) => resource
        .AddService(configuration[ServiceName] ?? Service, serviceVersion: ProductVersion.Short).AddEnvironmentVariableDetector();

    /// <summary>Sends traces, and with them what becomes of a request in the queue.</summary>
    public static TracerProviderBuilder AddOtlp(this TracerProviderBuilder tracing, IConfiguration configuration) =>
        IsAsked(configuration, "TRACES") ? tracing.AddSource(QueueTraces.SourceName).AddOtlpExporter() : tracing;

    public static MeterProviderBuilder AddOtlp(this MeterProviderBuilder metrics, IConfiguration configuration) =>
        IsAsked(configuration, "METRICS") ? metrics.AddOtlpExporter() : metrics;

    private static bool IsAsked(IConfiguration configuration, string signal) => new[] { "OTEL_EXPORTER_OTLP_ENDPOINT", $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT" }
        .Any(key => !string.IsNullOrEmpty(configuration[key]));
}
