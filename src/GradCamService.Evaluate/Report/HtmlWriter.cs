using System.Text;
using System.Xml;

namespace GradCamService.Evaluate.Report;

/// <summary>
/// Writes HTML that is well-formed XML as well. All text and every attribute is escaped; characters that no page may have become U+FFFD. What is
/// written goes on to the stream, so that pictures are not held.
/// </summary>
internal sealed class HtmlWriter : IDisposable
{
    private readonly XmlWriter _xml;

    /// <param name="stream">Stays open.</param>
    public HtmlWriter(Stream stream)
    {
        _xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            NewLineHandling = NewLineHandling.None,
        });
        _xml.WriteDocType("html", null, null, null);
    }

    /// <summary>An element that ends where the result is disposed.</summary>
    /// <param name="attributes">Those without a value are left out.</param>
    public OpenElement Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        return new OpenElement(_xml);
    }

    /// <summary>An element with a text.</summary>
    public void Add(string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        Text(text);
        _xml.WriteFullEndElement();
    }

    /// <summary>An element that has no content by its nature: img, input, a shape.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _xml.WriteEndElement();
    }

    public void Text(string? text) => _xml.WriteString(Clean(text ?? ""));

    /// <summary>A break of the file's line, which the page does not show.</summary>
    public void Line() => _xml.WriteString("\n");

    /// <summary>A style or a script, which is read as it is.</summary>
    public void Inline(string name, InlineText text)
    {
        _xml.WriteStartElement(name);
        _xml.WriteRaw(text.Text);
        _xml.WriteFullEndElement();
    }

    /// <param name="alternative">What is on it.</param>
    public void Picture(ReportPicture picture, string alternative)
    {
        Start("img", [("alt", alternative), ("loading", "lazy"), ("decoding", "async")]);
        _xml.WriteStartAttribute("src");
        _xml.WriteString($"data:{Clean(picture.MediaType)};base64,");
        _xml.WriteBase64(picture.File, 0, picture.File.Length);
        _xml.WriteEndAttribute();
        _xml.WriteEndElement();
    }

    public void Dispose() => _xml.Dispose();

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
            if (value is not null)
                _xml.WriteAttributeString(attribute, Clean(value));
    }

    private static string Clean(string text)
    {
        if (text.All(letter => letter is >= ' ' and < '\x7f'))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(IsAllowed(rune.Value) ? rune.ToString() : "\uFFFD");
        return clean.ToString();
    }

    // Neither control characters nor noncharacters.
    private static bool IsAllowed(int letter) => letter is '\n' or '\t'
        || letter >= ' ' && letter is not (>= 0x7f and <= 0x9f or >= 0xfdd0 and <= 0xfdef) && (letter & 0xfffe) != 0xfffe;
}

/// <summary>An element whose end is still to come.</summary>
internal readonly struct OpenElement(XmlWriter xml) : IDisposable
{
    public void Dispose() => xml.WriteFullEndElement();
}
