using System.Net;
using Xunit;

namespace GradCamService.Tests.Answers;

[Collection(ServiceTests.Name)]
public sealed class AcceptTests(SharedService service)
{
    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("image/*", "image/png")]
    [InlineData("IMAGE/PNG", "image/png")]
    [InlineData("image/jpeg", "image/jpeg")]
    [InlineData("image/webp;q=0.5", "image/webp")]
    [InlineData("application/x-npz;q=0.9", "application/x-npz")]
    [InlineData("image/png;q=0.4, application/json;q=0.5", "application/json")]
    [InlineData("image/*;q=0.9, image/png;q=0.1", "image/jpeg")]
    [InlineData("application/json;q=0, */*", "image/png")]
    [InlineData("*/*;q=0.1, application/x-npz;q=0.2", "application/x-npz")]
    [InlineData("text/html, application/xhtml+xml, */*;q=0.8", "application/json")]
    public async Task The_accept_header_chooses_the_form(string? accept, string expected)
    {
        using var response = await service.ExplainAsync(Form.Of("chelsea.png", ("images", "none")), accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/gif")]
    [InlineData("application/json;q=0")]
    public async Task What_cannot_be_given_is_refused_with_what_can(string accept)
    {
        var problem = await service.ExplainAsync(Form.Of("chelsea.png"), accept).ProblemAsync(HttpStatusCode.NotAcceptable);

        Assert.Contains("application/json, image/png, image/jpeg, image/webp, application/x-npz", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", null)]
    [InlineData("image/png", "inline; filename=\"explanation.png\"")]
    [InlineData("image/jpeg", "inline; filename=\"explanation.jpeg\"")]
    [InlineData("image/webp", "inline; filename=\"explanation.webp\"")]
    [InlineData("application/x-npz", "attachment; filename=\"explanation.npz\"")]
    public async Task A_browser_is_told_what_to_do_with_a_file(string accept, string? expected)
    {
        using var response = await service.ExplainAsync(Form.Of("chelsea.png"), accept);

        Assert.Equal(expected, response.Content.Headers.ContentDisposition?.ToString());
    }

    [Theory]
    [InlineData("picture", null, "image/png")]
    [InlineData("picture", "*/*", "image/png")]
    [InlineData("picture", "image/webp", "image/webp")]
    [InlineData("numbers", null, "application/x-npz")]
    public async Task Each_kind_of_file_has_a_path_of_its_own(string path, string? accept, string expected)
    {
        using var response = await service.PostAsync($"/v1/models/efficientnet-lite0/explanations/{path}", Form.Of("chelsea.png"), accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_path_of_one_kind_refuses_the_others_with_what_it_gives()
    {
        var problem = await service.PostAsync("/v1/models/efficientnet-lite0/explanations/numbers", Form.Of("chelsea.png"), "image/png")
            .ProblemAsync(HttpStatusCode.NotAcceptable);

        Assert.Contains("application/x-npz", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("application/json", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_ruled_out_is_not_given_where_anything_else_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/models/efficientnet-lite0/explanations") { Content = Form.Of("chelsea.png") };
        request.Headers.Accept.ParseAdd("application/json;q=0, */*");

        using var response = await service.Client.SendAsync(request);

        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Predictions_are_json_only()
    {
        var problem = await service.PredictAsync(Form.Of("chelsea.png"), "image/png").ProblemAsync(HttpStatusCode.NotAcceptable);

        Assert.Contains("application/json", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/x-npz")]
    public async Task Who_accepts_something_else_is_told_problems_all_the_same(string accept)
    {
        var problem = await service.ExplainAsync(Form.Of("chelsea.png", ("concept", "tigr cat")), accept).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("'tiger cat'", problem.Errors["concept"][0], StringComparison.Ordinal);
    }
}
