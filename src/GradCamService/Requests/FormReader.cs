using GradCamService.Callers;
using GradCamService.Explain.Fields;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Queue;
using GradCamService.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GradCamService.Requests;

/// <summary>
/// Receives a request that there is room for: a place first, then the form, part by part into one block of memory. The framework's own forms
/// would hold a file twice.
/// </summary>
public sealed class FormReader(InferenceQueue queue, IOptions<UploadOptions> options)
{
    /// <summary>The only field of a URL: it says, as its path does, what is asked and not what for.</summary>
    internal const string ModelVersion = "version";

    private const int MostParts = 1024;

    private const string InUrl = "Fields are parts of the form (curl: -F name=value), not of the URL, where this would be ignored.";

    /// <summary>Takes a place and reads the form. Both are the request's, and end with it.</summary>
    /// <exception cref="InvalidFieldsException">There are fields in the URL.</exception>
    /// <exception cref="UnsupportedBodyException">The body is no form.</exception>
    /// <exception cref="UploadTooLargeException">It is larger than it may be.</exception>
    /// <exception cref="UploadTooSlowException">It takes longer to come than a request may.</exception>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="UnavailableException">The service is shutting down, or cannot compute.</exception>
    public async Task<(Place Place, UploadForm Form)> EnterAsync(HttpContext context)
    {
        var (request, most) = (context.Request, options.Value.MaxBytes + RequestLimits.FormOverhead);
        if (request.Query.Keys.Where(field => field != ModelVersion).ToList() is { Count: > 0 } misplaced)
            throw new InvalidFieldsException(misplaced.ToDictionary(Names.Shorten, _ => new[] { InUrl }));
        var boundary = FormBoundary.Of(request);
        if (request.ContentLength > most)
            throw new UploadTooLargeException(options.Value.MaxBytes);
        var place = queue.Admit(request.ContentLength ?? options.Value.MaxBytes, context.RequestAborted, RequestCaller.Of(context).Turns);
        context.Response.RegisterForDispose(place);
        var memory = new GrowingBlock((int)(request.ContentLength ?? 0), most);
        try
        {
            var parts = await place.ReceiveAsync(cancellation => ReadAsync(new MultipartReader(boundary, request.Body), memory, cancellation));
            var form = new UploadForm(parts, memory);
            context.Response.RegisterForDispose(form);
            return (place, form);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private async Task<List<FormPart>> ReadAsync(MultipartReader reader, GrowingBlock memory, CancellationToken cancellation)
    {
        var parts = new List<(string Name, bool IsFile, bool IsText, Range Range)>();
        try
        {
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (parts.Count >= MostParts)
                    throw new InvalidDataException($"it has more than {MostParts} parts");
                if (section.GetContentDispositionHeader() is not { } disposition || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { } name)
                    throw new InvalidDataException("a part has no name");
                var start = memory.Length;
                var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue || FormPart.IsImageType(section.ContentType);
                await memory.ReadAsync(section.Body, options.Value.MaxBytes, cancellation);
                parts.Add((name, isFile, FormPart.IsTextType(section.ContentType), start..memory.Length));
            }
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && !cancellation.IsCancellationRequested)
        {
            throw new InvalidDataException("it ends before its last boundary", exception);
        }
        return [.. parts.Select(part => new FormPart(part.Name, part.IsFile, memory.Memory[part.Range]) { IsText = part.IsText })];
    }
}
