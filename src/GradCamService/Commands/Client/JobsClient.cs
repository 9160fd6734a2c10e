using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GradCamService.Jobs;

namespace GradCamService.Commands.Client;

/// <summary>A service's jobs over HTTP.</summary>
internal sealed class JobsClient : IDisposable
{
    // A body is on its way for as long as it takes; a small answer is not.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;

    /// <param name="service">Its address, with a slash at the end.</param>
    /// <param name="key">The caller's key or token; null: it has none.</param>
    public JobsClient(Uri service, string? key)
    {
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectTimeout }) { BaseAddress = service, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <param name="body">The form.</param>
    /// <param name="key">The same key with the same body gives the same job.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="WrongArgumentsException">The service says what is wrong.</exception>
    /// <exception cref="CommandFailedException">It cannot take jobs now.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<JobResponse> SubmitAsync(HttpContent body, string key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        // A service that refuses at once says so before the photos are sent.
        request.Headers.ExpectContinue = true;
        using var response = await _http.SendAsync(request, cancellation);
        return await ReadAsync<JobResponse>(response, cancellation);
    }

    /// <inheritdoc cref="SubmitAsync"/>
    public Task<JobResponse> GetAsync(string id, CancellationToken cancellation) => AskAsync<JobResponse>(PathOf(id), cancellation);

    /// <summary>The newest, at most fifty.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task<IReadOnlyList<JobResponse>> ListAsync(string? state, string? kind, CancellationToken cancellation)
    {
        var query = new[] { ("state", state), ("kind", kind) }.Where(pair => pair.Item2 is not null)
            .Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}");
        return (await AskAsync<JobListResponse>($"v1/jobs?{string.Join('&', query)}", cancellation)).Jobs;
    }

    /// <inheritdoc cref="SubmitAsync"/>
    public async Task CancelAsync(string id, CancellationToken cancellation)
    {
        using var response = await _http.DeleteAsync(PathOf(id), cancellation);
        await ServiceProblem.ThrowIfAnyAsync(response, cancellation);
    }

    /// <summary>Writes a job's result while it comes.</summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task SaveAsync(string id, string mediaType, Stream to, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(id) + "/result");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await ServiceProblem.ThrowIfAnyAsync(response, cancellation);
        await response.Content.CopyToAsync(to, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private static string PathOf(string id) => $"v1/jobs/{Uri.EscapeDataString(id)}";

    private async Task<T> AskAsync<T>(string path, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            using var response = await _http.GetAsync(path, limit.Token);
            return await ReadAsync<T>(response, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer in {AnswerTimeout.TotalSeconds} s");
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        await ServiceProblem.ThrowIfAnyAsync(response, cancellation);
        try
        {
            return (await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellation))!;
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException("what answers there is no such service", exception, HttpStatusCode.OK);
        }
    }
}
