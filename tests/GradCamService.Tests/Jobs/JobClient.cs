using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary>What callers of jobs do.</summary>
internal static class JobClient
{
    // The long variants have as much more to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("TESTS_LONG") == "1" ? 30 : 4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Submits a job; it must be accepted.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> SubmitAsync(this HttpClient client, HttpContent form, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs") { Content = form };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        Assert.Equal($"/v1/jobs/{id}", response.Headers.Location?.ToString());
        return id;
    }

    public static Task<JsonElement> JobAsync(this HttpClient client, string id) => client.GetAsync($"/v1/jobs/{id}").JsonAsync();

    public static string State(this JsonElement job) => job.GetProperty("state").GetString()!;

    public static int Done(this JsonElement job) => job.GetProperty("progress").GetProperty("done").GetInt32();

    public static int Failed(this JsonElement job) => job.GetProperty("progress").GetProperty("failed").GetInt32();

    /// <summary>Waits until a job is as it should be; whoever does not answer meanwhile is asked again.</summary>
    public static async Task<JsonElement> UntilAsync(this HttpClient client, string id, Func<JsonElement, bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                if (await client.GetAsync($"/v1/jobs/{id}", limit.Token) is { StatusCode: HttpStatusCode.OK } answer
                    && await answer.Content.ReadFromJsonAsync<JsonElement>(limit.Token) is var job && isSo(job))
                    return job;
            }
            catch (HttpRequestException)
            {
                // It was killed; another test's step starts it again.
            }
            await Task.Delay(Pause, limit.Token);
        }
    }

    public static Task<JsonElement> UntilEndedAsync(this HttpClient client, string id) =>
        client.UntilAsync(id, job => job.State() is "succeeded" or "failed" or "cancelled");

    /// <summary>All items of a job, page by page.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ItemsAsync(this HttpClient client, string id)
    {
        var all = new List<JsonElement>();
        for (int? after = -1; after is not null;)
        {
            var page = await client.GetAsync($"/v1/jobs/{id}/items?after={after}&limit=70").JsonAsync();
            all.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt32();
        }
        return all;
    }
}
