using System.Text.Json;
using Hotline.Tickets;
using Hotline.Tickets.EventStore;

namespace Hotline.Grains;

/// <summary>A command and who gives it. Within a host it is handed over as it is, between hosts as <see cref="OrderText"/>.</summary>
[Immutable]
internal sealed class Order(ITicketCommand command, Actor by)
{
    internal ITicketCommand Command => command;

    internal Actor By => by;

    /// <summary>For logs: no word of the ticket.</summary>
    public override string ToString() => command.GetType().Name;
}

/// <summary>What was decided. Between hosts it is an <see cref="AnswerText"/>.</summary>
[Immutable]
internal sealed class Answer(Decision decision)
{
    internal Decision Decision => decision;

    public override string ToString() => decision.GetType().Name;
}

/// <param name="Kind">The command's type by its name.</param>
/// <param name="Command">JSON, as the API takes it.</param>
/// <param name="By">JSON, as the log keeps it.</param>
[GenerateSerializer, Alias("hotline.order")]
internal readonly record struct OrderText([property: Id(0)] string Kind, [property: Id(1)] string Command, [property: Id(2)] string By);

/// <param name="Kind">happened, refused or invalid.</param>
/// <param name="Body">Its JSON; events as the log keeps them.</param>
[GenerateSerializer, Alias("hotline.answer")]
internal readonly record struct AnswerText([property: Id(0)] string Kind, [property: Id(1)] string Body);

[RegisterConverter]
internal sealed class OrderConverter : IConverter<Order, OrderText>
{
    private static readonly Dictionary<string, Type> Commands = typeof(ITicketCommand).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ITicketCommand))).ToDictionary(t => t.Name, StringComparer.Ordinal);

    public OrderText ConvertToSurrogate(in Order value) =>
        new(value.Command.GetType().Name, JsonSerializer.Serialize(value.Command, value.Command.GetType(), Json), EventJson.Write(value.By));

    /// <exception cref="NotSupportedException">The other host is newer and knows more commands than this one.</exception>
    public Order ConvertFromSurrogate(in OrderText surrogate) => Commands.TryGetValue(surrogate.Kind, out var kind)
        ? new((ITicketCommand)JsonSerializer.Deserialize(surrogate.Command, kind, Json)!, EventJson.Read<Actor>(surrogate.By))
        : throw new NotSupportedException($"This host does not know the command {surrogate.Kind}. Give all hosts the same version.");

    private static JsonSerializerOptions Json => JsonSerializerOptions.Web;
}

[RegisterConverter]
internal sealed class AnswerConverter : IConverter<Answer, AnswerText>
{
    public AnswerText ConvertToSurrogate(in Answer value) => value.Decision switch
    {
        Decision.Happened happened => new("happened", EventJson.Write(happened.Events)),
        Decision.Refused refused => new("refused", EventJson.Write(refused)),
        Decision.Invalid invalid => new("invalid", EventJson.Write(invalid)),
        var other => throw new NotSupportedException($"{other.GetType().Name} has no form between hosts."),
    };

    public Answer ConvertFromSurrogate(in AnswerText surrogate) => new(surrogate.Kind switch
    {
        "happened" => new Decision.Happened(EventJson.Read<List<TicketEvent>>(surrogate.Body)),
        "refused" => EventJson.Read<Decision.Refused>(surrogate.Body),
        _ => EventJson.Read<Decision.Invalid>(surrogate.Body),
    });
}
