using System.Reflection;
using Hotline.Tickets;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Tests;
using Hotline.Tickets.Whistles;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Hotline.Grains.Tests;

/// <summary>What crosses from host to host arrives as it left.</summary>
public sealed class OrderTests
{
    public static TheoryData<string> Commands => [.. typeof(ITicketCommand).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ITicketCommand))).Select(t => t.FullName!)];

    public static TheoryData<string> Events => [.. typeof(TicketEvent).GetNestedTypes().Where(t => t.IsAssignableTo(typeof(TicketEvent))).Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_crosses_whole(string name)
    {
        var command = (ITicketCommand)Filled.Of(typeof(ITicketCommand).Assembly.GetType(name)!);
        var order = Crossed(new Order(command, Sample.WaterLead));
        Assert.Equal(Sample.WaterLead, order.By);
        Assert.Equal(Filled.Words(command is CallUnits ours ? ours with { CodeMac = null! } : command), Filled.Words(order.Command)); // the arrival codes are made anew where they are needed
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_of_an_answer_crosses_whole(string name)
    {
        var happened = new Decision.Happened((TicketEvent)Filled.Of(typeof(TicketEvent).Assembly.GetType(name)!));
        var arrived = Assert.Single(Assert.IsType<Decision.Happened>(Crossed(new Answer(happened)).Decision).Events);
        Assert.Equal(name, arrived.GetType().FullName);
        Assert.Equal(EventJson.Write(happened.Events[0]), EventJson.Write(arrived)); // as the log keeps it
    }

    [Fact]
    public void Refused_and_invalid_cross_whole()
    {
        var refused = new Decision.Refused("not-in-this-state", "不能签收", "Not now.", ["note", "urge"]);
        Assert.Equal(Filled.Words(refused), Filled.Words(Crossed(new Answer(refused)).Decision));
        var invalid = Assert.IsType<Decision.Invalid>(Crossed(new Answer(new Decision.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["points[0].Answer"] = ["必填", "太长"] }))).Decision);
        Assert.Equal(["必填", "太长"], invalid.Errors["points[0].Answer"]);
    }

    [Fact]
    public void Within_a_host_nothing_is_copied()
    {
        using var services = Services();
        var order = new Order(new WithWords("停水"), Sample.Agent);
        Assert.Same(order, services.GetRequiredService<DeepCopier>().Copy(order));
    }

    [Fact]
    public void Logs_do_not_tell_what_crossed()
    {
        Assert.Equal(nameof(WithWords), new Order(new WithWords("张先生 13900001234"), Sample.Agent).ToString());
        Assert.Equal("Happened", new Answer(new Decision.Happened(new TicketEvent.Noted("张先生"))).ToString());
    }

    private sealed record WithWords(string Text) : ITicketCommand
    {
        public Step Step => Step.Note;

        public Decision Decide(Ticket ticket, Actor by, Hotline.Tickets.City.CityRules rules, DateTimeOffset now) => new TicketEvent.Noted(Text);
    }

    private static T Crossed<T>(T value)
    {
        using var services = Services();
        var serializer = services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
    }

    private static ServiceProvider Services() => new ServiceCollection().AddSerializer(s => s.AddAssembly(typeof(Order).Assembly)).BuildServiceProvider();
}

/// <summary>Values of any record, every part set to something that is not its default.</summary>
internal static class Filled
{
    internal static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "字";
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return 7;
        if (type == typeof(long)) return 7L;
        if (type == typeof(double)) return 31.5;
        if (type == typeof(TimeSpan)) return TimeSpan.FromMinutes(90);
        if (type == typeof(Guid)) return Guid.Parse("01890000-0000-7000-8000-000000000007");
        if (type == typeof(DateTimeOffset)) return Sample.Monday;
        if (type == typeof(DateOnly)) return new DateOnly(2026, 11, 9);
        if (type == typeof(TicketNumber)) return TicketNumber.Create(new(2026, 11, 9), 7);
        if (type == typeof(Func<int, string>)) return (int task) => $"code {task}";
        if (type.IsEnum) return Enum.GetValues(type).GetValue(1)!;
        if (type.IsGenericType && type.GetGenericArguments() is [var item]) return List(item);
        if (type.IsAbstract) return Of(type.GetNestedTypes().First(t => t.IsAssignableTo(type)));
        return Made(type);
    }

    private static Array List(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Of(item), 0);
        return list;
    }

    private static object Made(Type type)
    {
        var make = type.GetConstructors().Where(c => c.GetParameters() is not [var only] || only.ParameterType != type).MaxBy(c => c.GetParameters().Length)!;
        var made = make.Invoke([.. make.GetParameters().Select(p => Of(p.ParameterType))]);
        foreach (var property in Parts(type).Where(p => p.CanWrite && make.GetParameters().All(a => a.Name != p.Name))) property.SetValue(made, Of(property.PropertyType));
        return made;
    }

    /// <summary>Every part of a value in words, however deep.</summary>
    internal static string Words(object? value) => value switch
    {
        null => "-",
        string or bool or int or long or double or Enum or DateOnly or TimeSpan or Guid => FormattableString.Invariant($"{value}"),
        DateTimeOffset at => at.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        Delegate => "function",
        System.Collections.IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Words))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Parts(value.GetType()).Select(p => $"{p.Name}={Words(p.GetValue(value))}"))})",
    };

    private static IEnumerable<PropertyInfo> Parts(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract").OrderBy(p => p.Name, StringComparer.Ordinal);
}
