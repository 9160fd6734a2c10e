using System.Globalization;

namespace GradCamService.Problems;

/// <summary>Nobody knows who calls.</summary>
/// <param name="message">What is wrong, and what to send.</param>
/// <param name="isSent">Whether something was sent that is not right.</param>
internal sealed class UnknownCallerException(string message, bool isSent) : Exception(message)
{
    /// <summary>The header <c>WWW-Authenticate</c> (RFC 6750, section 3).</summary>
    public string Challenge => "Bearer realm=\"GradCamService\"" + (isSent ? ", error=\"invalid_token\"" : "");
}

/// <summary>The caller may not call this route.</summary>
internal sealed class MissingRoleException(string caller, string role)
    : Exception($"'{caller}' does not have the role '{role}', which this route needs; whoever runs the service gives it (docs/callers.md).");

/// <summary>An administrators' route of a service that does not ask who calls, from elsewhere.</summary>
internal sealed class AdministratorsOnlyException()
    : Exception("This route is for administrators. The service does not ask who calls, so it answers its own machine only, or Management:Port; keys (Auth:Keys) open it to others (docs/callers.md).");

/// <summary>The caller has asked for as much as it may.</summary>
/// <param name="message">Of what.</param>
/// <param name="retryAfter">When it may ask again.</param>
internal sealed class LimitReachedException(string message, TimeSpan retryAfter)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{message} Ask again in {Math.Ceiling(retryAfter.TotalSeconds)} s."))
{
    /// <summary>In whole seconds, at least one.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)));
}
