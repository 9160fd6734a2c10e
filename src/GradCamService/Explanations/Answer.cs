using Microsoft.AspNetCore.Mvc;

namespace GradCamService.Explanations;

/// <summary>An answer in the form that was asked for: drawn when constructed, written with its timings.</summary>
internal sealed class Answer
{
    private readonly ExplainedImage _image;
    private readonly string _format;
    private readonly HttpResponse _response;
    private readonly IReadOnlyList<ExplanationEntry> _entries;
    private readonly byte[]? _picture;

    public Answer(ExplainedImage image, string format, HttpResponse response)
    {
        (_image, _format, _response) = (image, format, response);
        _entries = JsonAnswer.Entries(image, withPictures: format == AnswerFormat.Json);
        _picture = format == AnswerFormat.Png ? PngAnswer.Write(image, _entries[0], response.Headers) : null;
    }

    public IActionResult Result(Timings timings)
    {
        _response.Headers["Server-Timing"] = timings.ServerTiming;
        if (_picture is not null)
            return new FileContentResult(_picture, AnswerFormat.Png);
        var json = JsonAnswer.Response(_image, _entries, timings);
        return _format == AnswerFormat.Npz
            ? new FileContentResult(NpzAnswer.Write(_image, json), AnswerFormat.Npz)
            : new JsonResult(json, JsonAnswer.Options);
    }
}
