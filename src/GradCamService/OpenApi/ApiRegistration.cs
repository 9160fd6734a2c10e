using System.Text.Json;
using System.Text.Json.Serialization;
using GradCamService.Answers;
using GradCamService.Requests;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace GradCamService.OpenApi;

internal static class ApiRegistration
{
    public const string Document = "/openapi/v1.json";

    /// <summary>Controllers, and the document that describes them.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services
            .AddControllers(options =>
            {
                BindingMessages.Apply(options.ModelBindingMessageProvider);
                // Forms are read by their own rows, and only where there is room for them.
                options.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
                options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                options.ReturnHttpNotAcceptable = true;
                options.OutputFormatters.RemoveType<StringOutputFormatter>();
                foreach (var json in options.OutputFormatters.OfType<SystemTextJsonOutputFormatter>())
                    json.SupportedMediaTypes.Remove("text/json");
            })
            // Invalid fields are collected with all others by the controllers, so that one answer tells everything.
            .ConfigureApiBehaviorOptions(options => options.SuppressModelStateInvalidFilter = true)
            .AddJsonOptions(options =>
            {
                options.JsonSerializerOptions.Encoder = JsonAnswer.Options.Encoder;
                options.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            });
        // These are what the document's generator reads: numbers are numbers, not strings that look like them.
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        return services.AddOpenApi("v1", options => options
            .AddSchemaTransformer(AnswerFields.Apply)
            .AddSchemaTransformer(AbsentFields.Apply)
            .AddDocumentTransformer(DocumentFrame.Apply)
            .AddOperationTransformer(FormDocumentation.Apply)
            .AddOperationTransformer(JobDocumentation.Apply)
            .AddOperationTransformer(AnswerDocumentation.Apply));
    }

    /// <summary>The API's routes, its document, and Swagger UI to try it out.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapControllers();
        app.MapOpenApi();
        app.UseSwaggerPage();
    }
}
