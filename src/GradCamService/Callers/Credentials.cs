namespace GradCamService.Callers;

/// <summary>What a request carries of its sender.</summary>
internal static class Credentials
{
    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>A key or a token; null where there is none.</summary>
    public static string? Of(HttpRequest request)
    {
        if (request.Headers[KeyHeader] is [{ Length: > 0 } key])
            return key;
        return request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && header[Bearer.Length..].Trim() is { Length: > 0 } sent ? sent : null;
    }

    /// <summary>Whether it is a token: three parts with dots between them, which no key has.</summary>
    public static bool IsToken(string sent) => sent.Count(letter => letter == '.') == 2;
}
