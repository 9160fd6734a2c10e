using System.Net;
using GradCamService.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace GradCamService.Callers;

/// <summary>Says once, after the start, that everyone who reaches the service may call it.</summary>
internal sealed partial class ExposureWarning(
    IOptions<AuthOptions> auth, IOptions<RoleOptions> role, IServer server, IHostApplicationLifetime lifetime, ILogger<ExposureWarning> logger) : IHostedService
{
    private const string Localhost = "localhost";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!auth.Value.IsOn && role.Value.Serves)
            lifetime.ApplicationStarted.Register(Warn);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether an address is reached from other machines.</summary>
    public static bool IsExposed(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host != Localhost && !(IPAddress.TryParse(host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number));
    }

    private void Warn()
    {
        var exposed = server.Features.Get<IServerAddressesFeature>()?.Addresses.Where(IsExposed).ToList() ?? [];
        if (exposed.Count > 0)
            IsOpen(string.Join(", ", exposed));
    }

    [LoggerMessage(LogLevel.Warning, "Everyone who reaches {Addresses} may call every route but administrators': neither Auth:Keys nor Auth:Jwt is set (docs/callers.md)")]
    private partial void IsOpen(string addresses);
}
