using System.Net;

namespace GradCamService.Jobs.Webhooks;

/// <summary>Why a job's end could not be told, in words that its caller may see: nothing of the network's inside, nothing that a receiver wrote.</summary>
internal static class FailureWords
{
    /// <summary>Of an answer that is not a 2xx.</summary>
    public static string Of(HttpStatusCode status) => (int)status is >= 300 and < 400
        ? FormattableString.Invariant($"The answer was {(int)status}, a redirect, which is not followed; name the URL that it leads to.")
        : FormattableString.Invariant($"The answer was {(int)status}; a 2xx is awaited.");

    /// <summary>Of an answer that did not come.</summary>
    public static string Of(TimeSpan timeout) => FormattableString.Invariant($"No answer came within {timeout.TotalSeconds:0.###} s.");

    public static string Of(HttpRequestException exception) => exception.InnerException is PrivateAddressException inner ? inner.Message
        : exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The host's name is not known.",
            HttpRequestError.ConnectionError => "The host took no connection.",
            HttpRequestError.SecureConnectionError => "No secure connection came about; the host needs a certificate that is valid for its name.",
            HttpRequestError.InvalidResponse => "The answer was not one of HTTP.",
            _ => "The connection ended before an answer came.",
        };
}
