using System.Net;
using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>Proxies are addresses or networks, and a path is one.</summary>
internal sealed class ProxyOptionsValidator(IConfiguration configuration) : IValidateOptions<ProxyOptions>
{
    // ASP.NET Core's own switch, ASPNETCORE_FORWARDEDHEADERS_ENABLED.
    private const string TrustsEverybody = "forwardedHeaders_Enabled";

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var problems = options.Trusted.Where(trusted => !IPAddress.TryParse(trusted, out _) && !IPNetwork.TryParse(trusted, out _)).Select(trusted =>
            $"Proxy:Trusted: '{trusted}' is no address (10.0.0.7) and no network (10.0.0.0/8).").ToList();
        if (options.PathBase.Length > 0 && (!options.PathBase.StartsWith('/') || options.PathBase.EndsWith('/') || !IsPath(options.PathBase)))
            problems.Add($"Proxy:PathBase is '{options.PathBase}'; it must be a path that begins with a slash and ends without one, such as /gradcam.");
        if (configuration.GetValue<bool>(TrustsEverybody))
            problems.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED believes the headers of everybody; name the proxies in Proxy:Trusted instead.");
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private static bool IsPath(string path) => Uri.TryCreate("http://host" + path, UriKind.Absolute, out var address) && address.AbsolutePath == path;
}
