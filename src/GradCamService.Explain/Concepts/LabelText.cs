using System.Text;
using System.Text.Unicode;
using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Concepts;

/// <summary>The text of a file of labels, whichever encoding it was saved in.</summary>
/// <param name="Text">Without a byte order mark.</param>
/// <param name="Encoding">In words.</param>
internal sealed record LabelText(string Text, string Encoding)
{
    /// <exception cref="ManifestException">No file, too large, or no text.</exception>
    public static LabelText Read(string path)
    {
        var bytes = BoundedFile.Read(path).AsSpan();
        var text = bytes switch
        {
            _ when bytes.StartsWith(System.Text.Encoding.UTF8.Preamble) => Of(System.Text.Encoding.UTF8, bytes[3..], "UTF-8 with a byte order mark"),
            _ when bytes.StartsWith(System.Text.Encoding.Unicode.Preamble) && bytes.Length % 2 == 0 =>
                Of(System.Text.Encoding.Unicode, bytes[2..], "UTF-16, little-endian"),
            _ when bytes.StartsWith(System.Text.Encoding.BigEndianUnicode.Preamble) && bytes.Length % 2 == 0 =>
                Of(System.Text.Encoding.BigEndianUnicode, bytes[2..], "UTF-16, big-endian"),
            _ when Utf8.IsValid(bytes) => Of(System.Text.Encoding.UTF8, bytes, "UTF-8"),
            _ => new LabelText(Western(bytes), "Latin-1 (Windows-1252), since its bytes are no UTF-8"),
        };
        if (text.Text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at)
            throw new ManifestException(path, [
                $"line {text.Text.AsSpan(0, at).Count('\n') + 1} has a character of value 0: labels are text in UTF-8, UTF-16 with a byte order mark, or Latin-1"]);
        return text;
    }

    private static LabelText Of(Encoding encoding, ReadOnlySpan<byte> bytes, string name) => new(encoding.GetString(bytes), name);

    /// <summary>Windows-1252, which has letters and quotes where Latin-1 has control characters.</summary>
    private static string Western(ReadOnlySpan<byte> bytes)
    {
        const string From80 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
        var text = new StringBuilder(bytes.Length);
        foreach (var letter in bytes)
            text.Append(letter is >= 0x80 and < 0xa0 ? From80[letter - 0x80] : (char)letter);
        return text.ToString();
    }
}
