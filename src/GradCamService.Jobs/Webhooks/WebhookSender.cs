using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GradCamService.Jobs.States;

namespace GradCamService.Jobs.Webhooks;

/// <summary>Sends a job's end to its receiver, once.</summary>
/// <exception cref="FormatException">A private address that is listed is none.</exception>
public sealed class WebhookSender : IDisposable
{
    // An answer's body means nothing here; as much of it is taken off the wire as lets small ones end in peace.
    private const int MostOfAnswer = 4096;

    private static readonly TimeSpan RestOfAnswer = TimeSpan.FromSeconds(1);

    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly WebhookRules _rules;
    private readonly HttpClient _client;

    public WebhookSender(WebhookOptions options, TimeProvider time) : this(options, time, Dns.GetHostAddressesAsync)
    {
    }

    internal WebhookSender(WebhookOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_options, _time, _rules) = (options, time, new WebhookRules(options));
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = new CheckedConnection(new AddressRules(options.PrivateAddresses), resolve).OpenAsync,
            // A connection a message: each is to an address that was looked at just now.
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MostOfAnswer,
            ResponseDrainTimeout = RestOfAnswer,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends it; what <paramref name="delivery"/> says otherwise stays as it is.</summary>
    /// <param name="delivery">Whom to tell. Its <c>Id</c> is the header <c>X-Delivery</c>, by which a receiver knows a message that came before.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellation">The service stops.</param>
    /// <returns>Why it was not delivered, in words for the job's caller; null where it was: the answer was a 2xx.</returns>
    /// <exception cref="OperationCanceledException">The service stops; whether it was delivered is not known.</exception>
    public async Task<string?> SendAsync(WebhookDelivery delivery, string body, CancellationToken cancellation)
    {
        // What is allowed may have changed since the job was accepted.
        if (_rules.Problem(delivery.Url) is { } problem)
            return problem;
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var request = Request(delivery, Encoding.UTF8.GetBytes(body));
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? null : FailureWords.Of(response.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return FailureWords.Of(_options.Timeout);
        }
        catch (HttpRequestException exception)
        {
            return FailureWords.Of(exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(WebhookDelivery delivery, byte[] body)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var secret = _options.Secret ?? throw new InvalidOperationException("There is no Jobs:Webhooks:Secret to sign with.");
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("GradCamService", null));
        request.Headers.Add("X-Delivery", delivery.Id.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("X-Signature", Signature.Of(secret, timestamp, body));
        return request;
    }
}
