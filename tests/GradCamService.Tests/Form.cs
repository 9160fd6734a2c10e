using System.Net.Http.Headers;
using GradCamService.Explain.Tests;

namespace GradCamService.Tests;

/// <summary>A multipart form, as curl would send it.</summary>
public sealed class Form : MultipartFormDataContent
{
    /// <summary>A form with a photo of the tests' data and text fields.</summary>
    public static Form Of(string image, params (string Field, string Value)[] fields) => With(TestData.Read($"Images/{image}"), image, fields);

    public static Form With(byte[] file, string name, params (string Field, string Value)[] fields) => Without(fields).File("image", file, name);

    /// <summary>A form of text fields only.</summary>
    public static Form Without(params (string Field, string Value)[] fields)
    {
        var form = new Form();
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        return form;
    }

    public Form Field(string field, string value)
    {
        Add(new StringContent(value), field);
        return this;
    }

    public Form File(string field, byte[] content, string name)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Add(part, field, name);
        return this;
    }
}
