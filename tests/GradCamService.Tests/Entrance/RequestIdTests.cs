using System.Net;
using Xunit;

namespace GradCamService.Tests.Entrance;

public sealed class RequestIdTests
{
    private const string Header = "X-Request-Id";

    [Fact]
    public async Task An_id_goes_from_the_caller_into_answer_and_log_and_one_that_could_harm_is_replaced()
    {
        using var service = ServiceProcess.Start();
        await service.UntilReadyAsync();

        Assert.Equal("photo-17.a:b_c", await IdAsync(service, "/v1/models", "photo-17.a:b_c"));
        Assert.Equal("lost", await IdAsync(service, "/v1/nothing", "lost", HttpStatusCode.NotFound));
        Assert.Matches("^[0-9a-f]{32}$", await IdAsync(service, "/v1/models", null));
        Assert.Matches("^[0-9a-f]{32}$", await IdAsync(service, "/v1/models", "\"},{\"forged"));
        Assert.Matches("^[0-9a-f]{32}$", await IdAsync(service, "/v1/models", new string('x', 129)));
        Assert.Equal(new string('x', 128), await IdAsync(service, "/v1/models", new string('x', 128)));
        service.Terminate();
        await service.ExitCodeAsync();

        var ids = service.Log.Where(line => line.TryGetProperty("StatusCode", out _)).Select(line => line.GetProperty("RequestId").GetString()).ToList();
        Assert.Equal(["photo-17.a:b_c", "lost"], ids[..2]);
        Assert.Equal(6, ids.Distinct().Count());
        Assert.DoesNotContain("forged", service.Output, StringComparison.Ordinal);
    }

    private static async Task<string> IdAsync(ServiceProcess service, string path, string? id, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (id is not null)
            request.Headers.TryAddWithoutValidation(Header, id);
        using var response = await service.Client.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        return Assert.Single(response.Headers.GetValues(Header));
    }
}
