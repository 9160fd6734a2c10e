using System.Net;
using System.Text.Json;
using GradCamService.Jobs;

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

    /// <summary>All that a problem says, by the options of its fields.</summary>
    public static IReadOnlyList<string> Words(JobProblem problem) => problem.Errors is { } errors
        ? [.. errors.SelectMany(field => field.Value.Select(text => $"{FieldOption.Shown(field.Key)}: {text}"))] : [problem.Detail];

    /// <summary>Likewise; empty where a body is no problem, as of something between here and the service.</summary>
    private static IReadOnlyList<string> Words(string body)
    {
        try
        {
            return JobProblem.Read(body) is { Detail: not null } problem ? Words(problem) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
