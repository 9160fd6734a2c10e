using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace GradCamService.Tests.Jobs;

/// <summary>Jobs as JSON that is none.</summary>
[Collection(ServiceTests.Name)]
public sealed class JobJsonTests(SharedService service)
{
    [Theory]
    [InlineData("{\"model\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":\"x\"}")]
    [InlineData("{\"image\":[\"\\ud800\"]}")]
    [InlineData("{\"concept\":\"\u00C0\u00AF\"}")]
    public async Task A_text_that_is_not_unicode_is_refused_as_malformed(string latin1)
    {
        var body = new ByteArrayContent(Encoding.Latin1.GetBytes(latin1)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

        var problem = await service.PostAsync("/v1/jobs", body).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Contains("not Unicode", problem.Detail, StringComparison.Ordinal);
    }
}
