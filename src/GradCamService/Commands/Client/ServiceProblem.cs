using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GradCamService.Commands.Client;

/// <summary>A service's refusal in words.</summary>
internal static class ServiceProblem
{
    /// <exception cref="WrongArgumentsException">What was sent is wrong.</exception>
    /// <exception cref="CommandFailedException">The service cannot do it, now or at all.</exception>
    public static async Task ThrowIfAnyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return;
        var words = Words(await response.Content.ReadAsStringAsync(cancellation));
        if (words.Count == 0)
            words = [FormattableString.Invariant($"The service answered {(int)response.StatusCode}.")];
        throw (int)response.StatusCode < 500 && response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
            ? new WrongArgumentsException(words) : new CommandFailedException(string.Join(Environment.NewLine, words));
    }

    /// <summary>All that a problem says, by the options of its fields; empty where it is none.</summary>
    public static IReadOnlyList<string> Words(string problem)
    {
        try
        {
            var node = JsonNode.Parse(problem) as JsonObject;
            return node?["errors"] is JsonObject errors
                ? [.. errors.SelectMany(field => field.Value!.AsArray().Select(text => $"{FieldOption.Shown(field.Key)}: {text}"))]
                : node?["detail"] is { } detail ? [detail.ToString()] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
