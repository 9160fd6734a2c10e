using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace GradCamService.Tests.Callers;

/// <summary>Callers that a service knows by keys of the tests'.</summary>
internal static class Known
{
    /// <summary>The key of a caller.</summary>
    public static string KeyOf(string name) => $"gck_key-of-{name}";

    /// <summary>Rows of <c>Auth:Keys</c>.</summary>
    /// <param name="callers">Names, and roles with commas between them.</param>
    public static (string Key, string Value)[] Rows(params (string Name, string Roles)[] callers) => [.. callers.SelectMany((caller, row) =>
        caller.Roles.Split(',').Select((role, i) => ($"Auth:Keys:{row}:Roles:{i}", role))
            .Append(($"Auth:Keys:{row}:Name", caller.Name))
            .Append(($"Auth:Keys:{row}:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(caller.Name)))))))];

    /// <summary>The same as a process is told them.</summary>
    public static (string Key, string Value)[] Variables(params (string Name, string Roles)[] callers) =>
        [.. Rows(callers).Select(row => (row.Key.Replace(":", "__", StringComparison.Ordinal), row.Value))];

    /// <summary>Asks a service with a key or a token; without one where that is null.</summary>
    public static Task<HttpResponseMessage> SendAsync(this Service service, string? credential, string path, HttpContent? form = null) =>
        service.Client.SendAsAsync(credential, path, form);

    /// <inheritdoc cref="SendAsync"/>
    public static async Task<HttpResponseMessage> SendAsAsync(
        this HttpClient client, string? credential, string path, HttpContent? form = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = form };
        if (credential is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        return await client.SendAsync(request, cancellation);
    }

    /// <summary>Asks for an explanation without pictures.</summary>
    public static Task<HttpResponseMessage> ExplainAsAsync(this Service service, string? credential) =>
        service.SendAsync(credential, "/v1/models/efficientnet-lite0/explanations", Form.Of("chelsea.png", ("images", "none")));
}
