using System.Net;
using System.Net.Sockets;
using Xunit;

namespace GradCamService.Tests.Management;

/// <summary>A port for operators, which callers do not reach by any header.</summary>
public sealed class ManagementPortTests
{
    private static readonly string[] ForOperators = ["/health/live", "/health/ready", "/metrics", "/v1/dead-letters"];
    private static readonly string[] ForCallers = ["/v1/models", "/openapi/v1.json", "/swagger/index.html", "/", "/scripts/page.js"];

    [Fact]
    public async Task Operators_have_a_port_of_their_own_and_callers_have_theirs()
    {
        var port = FreePort();
        using var service = ServiceProcess.Start(("Management__Port", $"{port}"));
        await service.UntilReadyAsync(port);
        var own = new UriBuilder(service.Client.BaseAddress!) { Port = port }.Uri;

        foreach (var path in ForOperators)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync(new Uri(own, path))).StatusCode);
            await service.Client.GetAsync(path).ProblemAsync(HttpStatusCode.NotFound);
            await SendAsync(service, path, $"127.0.0.1:{port}").ProblemAsync(HttpStatusCode.NotFound);
        }
        foreach (var path in ForCallers)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync(path)).StatusCode);
            await service.Client.GetAsync(new Uri(own, path)).ProblemAsync(HttpStatusCode.NotFound);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(ServiceProcess service, string path, string host)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        request.Headers.Add("X-Forwarded-Port", host.Split(':')[1]);
        request.Headers.Add("X-Forwarded-Host", host);
        return service.Client.SendAsync(request);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
