using Xunit;
namespace GradCamService.Tests;
[Collection(ServiceTests.Name)]
public sealed class Smoke(SharedService service, ITestOutputHelper output)
{
    [Fact]
    public async Task Look()
    {
        async Task Show(string what, Task<HttpResponseMessage> t) { var r = await t; var s = await r.Content.ReadAsStringAsync(); output.WriteLine($"## {what}: {(int)r.StatusCode} {r.Content.Headers.ContentType} {r.Headers}\n{(s.Length > 1500 ? s[..1500] : s)}"); }
        await Show("models", service.Client.GetAsync("/v1/models"));
        await Show("good", service.ExplainAsync(Form.Of("chelsea.png", ("images", "none"), ("layer","head"))));
        await Show("bad png accept", service.ExplainAsync(Form.Of("chelsea.png", ("concept", "tigr cat")), "image/png"));
        await Show("html", service.ExplainAsync(Form.Of("chelsea.png"), "text/html"));
        await Show("predict html", service.PredictAsync(Form.Of("chelsea.png"), "text/html"));
        await Show("predict bad png", service.PredictAsync(Form.Of("chelsea.png", ("top","0")), "image/png"));
        await Show("json", service.PostAsync("/v1/models/efficientnet-lite0/explanations", new StringContent("{}", null, "application/json")));
        await Show("empty", service.PostAsync("/v1/models/efficientnet-lite0/explanations", new ByteArrayContent(Array.Empty<byte>())));
        await Show("noboundary", service.PostAsync("/v1/models/efficientnet-lite0/explanations", new StringContent("x", null, "multipart/form-data")));
        await Show("21MB", service.ExplainAsync(Form.With(new byte[21 << 20], "big.jpg")));
        await Show("several", service.ExplainAsync(Form.Of("chelsea.png", ("concept", "crane"), ("top","1001"),("threshold","NaN"),("concpet","x"),("method","x"), ("layer","haed"),("colormap","jat"))));
        await Show("route", service.Client.GetAsync("/v1/nothing"));
        await Show("verb", service.Client.GetAsync("/v1/models/efficientnet-lite0/explanations"));
        using var m = new HttpRequestMessage(HttpMethod.Get, "/v1/nothing"); m.Headers.Add("Accept", "text/html");
        await Show("route html", service.Client.SendAsync(m));
        await Show("metrics", service.Client.GetAsync("/metrics"));
        File.WriteAllText("/tmp/wt/ht-openapi.json", await service.Client.GetStringAsync("/openapi/v1.json"));
    }
}
