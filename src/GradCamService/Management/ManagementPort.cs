using GradCamService.Configuration;
using Microsoft.Extensions.Options;

namespace GradCamService.Management;

/// <summary>The port of operators, where one is set. What decides is the connection's port: a Host header says what its sender likes.</summary>
internal static class ManagementPort
{
    private const string Urls = "urls";
    private const string HttpPorts = "http_ports";
    private const string HttpsPorts = "https_ports";
    private const string KestrelEndpoints = "Kestrel:Endpoints";

    /// <summary>Listens on it, on all addresses, besides where the service does anyway.</summary>
    public static void AddManagementPort(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        // A port that is out of range is told of with all other settings, once the service starts.
        if (configuration.GetSection(ManagementOptions.Section).Get<ManagementOptions>() is not { Port: > 0 and <= 65535 } options)
            return;
        var address = FormattableString.Invariant($"http://+:{options.Port}");
        // Each of these replaces the one behind it.
        if (configuration.GetSection(KestrelEndpoints).GetChildren().Any())
            configuration.AddInMemoryCollection([new($"{KestrelEndpoints}:{ManagementOptions.Section}:Url", address)]);
        else
        {
            builder.WebHost.UseUrls([.. UrlsOf(configuration), address]);
            // They are among the addresses now, and said twice the host would warn of it.
            configuration[HttpPorts] = configuration[HttpsPorts] = "";
        }
    }

    /// <summary>Keeps what is for operators and what is for callers apart. After routing; does nothing where no port is set.</summary>
    public static void UseManagementPort(this WebApplication app)
    {
        if (PortOf(app.Services) == 0)
            return;
        app.Use(async (context, next) =>
        {
            if (context.IsManagement() == context.GetEndpoint()?.Metadata.GetMetadata<ManagementAttribute>() is not null)
            {
                await next(context);
                return;
            }
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
    }

    /// <summary>Whether a request came to the port of operators.</summary>
    public static bool IsManagement(this HttpContext context) =>
        PortOf(context.RequestServices) is > 0 and var port && context.Connection.LocalPort == port;

    private static int PortOf(IServiceProvider services) => services.GetRequiredService<IOptions<ManagementOptions>>().Value.Port;

    private static IEnumerable<string> UrlsOf(ConfigurationManager configuration) => Listed(configuration[Urls]) is { Length: > 0 } urls ? urls
        : [.. Listed(configuration[HttpPorts]).Select(port => $"http://*:{port}"), .. Listed(configuration[HttpsPorts]).Select(port => $"https://*:{port}")];

    private static string[] Listed(string? value) => (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
