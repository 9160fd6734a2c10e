using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GradCamService.Configuration;

/// <summary>Section <c>Connections</c>: what a connection may cost before anything was asked on it.</summary>
public sealed class ConnectionOptions
{
    public const string Section = "Connections";

    /// <summary>
    /// Most connections at once; one more is closed as it comes. Default 0: half of the files that the process may open, at most 10,000. 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000, ErrorMessage = "Connections:Max must be from 0 to 1000000.")]
    public int Max { get; init; }

    /// <summary>How long a request's headers may take. Default 15 seconds, 1 second to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Connections:HeadersTimeout must be from 00:00:01 to 00:10:00.")]
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Least bytes a second of a body that comes or of an answer that goes, after ten seconds. Default 16384, 1 to 100,000,000. Whoever does not read his
    /// answer holds its memory for its length at this rate.
    /// </summary>
    [Range(1, 100_000_000, ErrorMessage = "Connections:MinBytesPerSecond must be from 1 to 100000000.")]
    public int MinBytesPerSecond { get; init; } = 16 * 1024;

    private const int MostByDefault = 10_000;

    // Photos of jobs, models and libraries are files, too.
    private const int FilesAConnection = 2;

    // A hiccup of a network is no attack.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    internal void Limit(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = Max > 0 ? Max : (int)Math.Clamp(OpenFiles.Most / FilesAConnection, 1, MostByDefault);
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.MinRequestBodyDataRate = limits.MinResponseDataRate = new MinDataRate(MinBytesPerSecond, Grace);
    }
}
