using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace GradCamService.Tests.Entrance;

/// <summary>The service behind a proxy that gives it a path of its own.</summary>
public sealed class NginxTests
{
    private const string Nginx = "/usr/sbin/nginx";

    [Fact]
    public async Task Behind_nginx_it_knows_its_path_and_both_speak_of_a_request_by_one_id()
    {
        Assert.SkipUnless(File.Exists(Nginx), "nginx is missing: apt-get install nginx-light");
        using var service = ServiceProcess.Start(("Proxy__Trusted__0", "127.0.0.1"));
        await service.UntilReadyAsync();
        var folder = Directory.CreateTempSubdirectory("nginx");
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), Configuration(folder.FullName, port, service.Client.BaseAddress!));
        using var nginx = Process.Start(new ProcessStartInfo(Nginx, ["-p", folder.FullName, "-c", "nginx.conf", "-e", "stderr", "-g", "daemon off;"])
        { RedirectStandardError = true })!;
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/maps/") };
            await UntilAnsweredAsync(client);
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Content = Form.Of("rgb.png", ("model", "efficientnet-lite0")) };
            request.Headers.Add("X-Request-Id", "through-nginx");

            using var response = await client.SendAsync(request);

            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            Assert.StartsWith("/maps/v1/jobs/", response.Headers.Location!.ToString(), StringComparison.Ordinal);
            Assert.Equal("through-nginx", Assert.Single(response.Headers.GetValues("X-Request-Id")));
            Assert.Contains("swagger-ui", await client.GetStringAsync("swagger/index.html"), StringComparison.Ordinal);
            Assert.Contains("\"/maps/v1/nothing\"", await (await client.GetAsync("v1/nothing")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
            await nginx.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
        await service.UntilItSaysAsync("\"RequestId\":\"through-nginx\"");
    }

    private static async Task UntilAnsweredAsync(HttpClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                await client.GetAsync("v1/models", limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
            }
        }
    }

    private static string Configuration(string folder, int port, Uri service) => $$"""
        pid {{folder}}/pid;
        events { }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen 127.0.0.1:{{port}};
            location /maps/ {
              proxy_pass {{service}};
              proxy_http_version 1.1;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Proto $scheme;
              proxy_set_header X-Forwarded-Prefix /maps;
            }
          }
        }
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
