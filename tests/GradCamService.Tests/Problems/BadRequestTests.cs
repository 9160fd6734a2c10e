using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace GradCamService.Tests.Problems;

/// <summary>Requests that are wrong as a whole: route, verb, model, body.</summary>
[Collection(ServiceTests.Name)]
public sealed class BadRequestTests(SharedService service)
{
    private const string Explanations = "/v1/models/efficientnet-lite0/explanations";

    [Fact]
    public async Task An_unknown_model_is_refused_with_the_nearest()
    {
        var problem = await service.PostAsync("/v1/models/efficientnet-lit0/explanations", Form.Of("chelsea.png")).ProblemAsync(HttpStatusCode.NotFound);

        Assert.Contains("Did you mean 'efficientnet-lite0'?", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", """{ "concept": "dog" }""")]
    [InlineData("application/x-www-form-urlencoded", "concept=dog")]
    [InlineData("image/png", "…")]
    public async Task A_body_that_is_no_multipart_form_is_refused_with_what_must_be_sent(string type, string body)
    {
        var problem = await service.PostAsync(Explanations, new StringContent(body, Encoding.UTF8, type)).ProblemAsync(HttpStatusCode.UnsupportedMediaType);

        Assert.Contains("multipart/form-data", problem.Detail, StringComparison.Ordinal);
        await NextRequest.IsUnharmedAsync(service);
    }

    [Fact]
    public async Task No_body_at_all_is_refused_likewise()
    {
        var problem = await service.PostAsync(Explanations, new ByteArrayContent(Array.Empty<byte>())).ProblemAsync(HttpStatusCode.UnsupportedMediaType);

        Assert.Contains("multipart/form-data", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "boundary")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"concept\"\r\n\r\ndog", "ends before")]
    public async Task A_malformed_form_is_refused_with_what_is_wrong(string type, string body, string expected)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var problem = await service.PostAsync(Explanations, content).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
        await NextRequest.IsUnharmedAsync(service);
    }

    [Theory]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/models/efficientnet-lite0/nothing")]
    public async Task An_unknown_route_is_told_where_the_routes_are(string path)
    {
        var problem = await service.Client.GetAsync(path).ProblemAsync(HttpStatusCode.NotFound);

        Assert.Contains("/openapi/v1.json", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_is_told_an_unknown_route_as_a_problem_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/nothing");
        request.Headers.Accept.ParseAdd("text/html");

        await service.Client.SendAsync(request).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", Explanations)]
    [InlineData("DELETE", "/v1/models")]
    public async Task A_wrong_verb_is_refused(string verb, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);

        var problem = await service.Client.SendAsync(request).ProblemAsync(HttpStatusCode.MethodNotAllowed);

        Assert.Contains("does not take this method", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_has_the_trace_id_of_the_callers_trace()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var request = new HttpRequestMessage(HttpMethod.Post, Explanations) { Content = Form.Of("chelsea.png", ("concept", "crane")) };
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");

        var problem = await service.Client.SendAsync(request).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(Trace, problem.TraceId);
    }
}
