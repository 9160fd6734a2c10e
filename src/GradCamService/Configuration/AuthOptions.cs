namespace GradCamService.Configuration;

/// <summary>Section <c>Auth</c>: who may call, and what. Without keys and without tokens, everyone may call everything.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Keys of callers. Default none.</summary>
    public IReadOnlyList<KeyOptions> Keys { get; init; } = [];

    /// <summary>Tokens of callers. Default none are taken.</summary>
    public JwtOptions Jwt { get; init; } = new();

    /// <summary>Whether callers are asked who they are.</summary>
    public bool IsOn => Keys.Count > 0 || Jwt.IsOn;
}

/// <summary>A row of <c>Auth:Keys</c>: a caller that is known by a key.</summary>
public sealed class KeyOptions
{
    /// <summary>The caller's name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, 1 to 64 of them.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key's characters as UTF-8, 64 hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>What it may call: <c>explain</c>, <c>jobs</c>, <c>admin</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Turns in the queue for one of a caller of weight 1. Default 1, 1 to 100.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Limits of its own, in place of those of <c>Limits</c>.</summary>
    public KeyLimits Limits { get; init; } = new();
}

/// <summary>Section <c>Auth:Jwt</c>: JSON Web Tokens (RFC 7519) that are taken.</summary>
public sealed class JwtOptions
{
    /// <summary>Who signs them: an https address below which OpenID Connect's configuration lies. Default none.</summary>
    public string? Authority { get; init; }

    /// <summary>Keys that they may be signed with: of HMAC 32 bytes or more in base64, of RSA and ECDSA a public key as PEM. Default none.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Whom they must be meant for, <c>aud</c>. Needed.</summary>
    public string? Audience { get; init; }

    /// <summary>Who must have issued them, <c>iss</c>. Default: with an authority, the one that it names; with keys alone, anyone.</summary>
    public string? Issuer { get; init; }

    /// <summary>The claim with the caller's roles: an array, or a text of words. Default <c>roles</c>.</summary>
    public string RolesClaim { get; init; } = "roles";

    /// <summary>Whether tokens are taken.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Authority) || Keys.Count > 0;
}
