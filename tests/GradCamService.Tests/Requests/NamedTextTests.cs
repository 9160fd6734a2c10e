using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace GradCamService.Tests.Requests;

/// <summary>Texts that come with file names, as from clients that cannot send two parts of one name otherwise.</summary>
[Collection(ServiceTests.Name)]
public sealed class NamedTextTests(SharedService service)
{
    [Fact]
    public async Task A_field_may_come_as_files_of_plain_text()
    {
        var form = Form.Of("chelsea.png", ("images", "none"));
        Add(form, "concept", "tiger cat", "1.txt");
        Add(form, "concept", "Egyptian cat", "2.txt");

        var answer = await service.ExplainAsync(form).JsonAsync();

        Assert.Equal(
            ["tiger cat", "Egyptian cat"],
            answer.GetProperty("explanations").EnumerateArray().Select(entry => entry.GetProperty("concept").GetProperty("label").GetString()));
    }

    [Fact]
    public async Task A_file_of_plain_text_under_an_unknown_name_is_an_unknown_field()
    {
        var form = Form.Of("chelsea.png");
        Add(form, "concpet", "tiger cat", "1.txt");

        var problem = await service.ExplainAsync(form).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("did you mean 'concept'?", problem.Errors["concpet"][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_that_is_called_plain_text_is_a_photo()
    {
        var form = new Form();
        Add(form, "image", "no photo", "notes.txt");

        await service.ExplainAsync(form).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    private static void Add(Form form, string field, string text, string file)
    {
        var part = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        part.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        form.Add(part, field, file);
    }
}
