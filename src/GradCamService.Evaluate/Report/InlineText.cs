using System.Security.Cryptography;
using System.Text;

namespace GradCamService.Evaluate.Report;

/// <summary>The report's own style or script, and by which digest its security policy lets it run.</summary>
/// <param name="Text">As it lies in the page: a comment hides it from readers of XML, which would take its signs for markup.</param>
internal sealed record InlineText(string Text)
{
    public static InlineText Style { get; } = Of("report.css");

    public static InlineText Script { get; } = Of("report.js");

    /// <summary>As a policy names it.</summary>
    public string Source => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    private static InlineText Of(string name)
    {
        using var reader = new StreamReader(typeof(InlineText).Assembly.GetManifestResourceStream(typeof(InlineText), name)!);
        return new($"/*<![CDATA[*/\n{reader.ReadToEnd().ReplaceLineEndings("\n")}/*]]>*/");
    }
}
