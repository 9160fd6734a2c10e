namespace GradCamService.Configuration;

/// <summary>Keys of the host and of the libraries in it, as their documentations list them: they are not checked here.</summary>
internal static class HostSettings
{
    // https://learn.microsoft.com/aspnet/core/fundamentals/host/web-host, …/generic-host, …/servers/kestrel/endpoints, …/logging;
    // Serilog.Settings.Configuration.
    private static readonly string[] Keys =
    [
        "urls", "http_ports", "https_ports", "https_port", "preferHostingUrls", "environment", "applicationName", "contentRoot", "webRoot",
        "startupAssembly",
        "captureStartupErrors", "detailedErrors", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup",
        "suppressStatusMessages", "shutdownTimeoutSeconds", "startTimeoutSeconds", "servicesStartConcurrently", "servicesStopConcurrently",
        "disableDefaults", "hostBuilder", "staticWebAssets", "forwardedHeaders_Enabled",
        "AllowedHosts", "Kestrel", "Logging", "Serilog", "ConnectionStrings", "HttpSys", "Authentication",
    ];

    // https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables
    private const string OpenTelemetry = "OTEL_";

    /// <summary>For what was likely meant.</summary>
    public static IReadOnlyList<string> Names => Keys;

    public static bool Has(string key) =>
        Keys.Contains(key, StringComparer.OrdinalIgnoreCase) || key.StartsWith(OpenTelemetry, StringComparison.OrdinalIgnoreCase);
}
