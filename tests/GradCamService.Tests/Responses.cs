using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests;

/// <summary>Reads answers, and fails with their text where they are not what was expected.</summary>
internal static class Responses
{
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static async Task<Problem> ProblemAsync(this Task<HttpResponseMessage> sent, HttpStatusCode status)
    {
        using var response = await sent;
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<Problem>())!;
        Assert.Equal((int)status, problem.Status);
        Assert.False(string.IsNullOrWhiteSpace(problem.Type));
        Assert.False(string.IsNullOrWhiteSpace(problem.Title));
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        Assert.Matches("^[0-9a-f]{32}$", problem.TraceId);
        return problem with { RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    public static float[] Floats(this JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];

    public static IEnumerable<string?> Strings(this JsonElement array) => array.EnumerateArray().Select(value => value.GetString());
}

/// <summary>A problem document.</summary>
internal sealed record Problem(string? Type, string? Title, int Status, string? Detail, string? Instance, string? TraceId)
{
    public IReadOnlyDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The Retry-After header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Everything that a caller is told: detail and errors.</summary>
    public string Text => string.Join('\n', Errors.SelectMany(error => error.Value).Prepend(Detail));
}
