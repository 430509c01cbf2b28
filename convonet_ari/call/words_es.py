"""What the machine itself says, in Spanish; the keys are the words in English."""

from __future__ import annotations

from collections.abc import Mapping

SPANISH: Mapping[str, str] = {
    "Please enter your PIN on the keypad, then press hash. To speak to a person, press star.": (
        "Por favor, introduzca su PIN con el teclado y pulse almohadilla. Para hablar con una persona, pulse "
        "asterisco."
    ),
    "That PIN is not right. Please try again.": "Ese PIN no es correcto. Por favor, inténtelo de nuevo.",
    "A PIN has four to six digits. Please try again.": (
        "Un PIN tiene de cuatro a seis cifras. Por favor, inténtelo de nuevo."
    ),
    "I have not received any digits yet. Please enter your PIN, or press star to speak to a person.": (
        "Todavía no he recibido ninguna cifra. Introduzca su PIN, o pulse asterisco para hablar con una "
        "persona."
    ),
    "That PIN is not right either. I will connect you with a person who can help.": (
        "Ese PIN tampoco es correcto. Le comunico con una persona que puede ayudarle."
    ),
    "That PIN is not right either. Please call again when you have it. Goodbye.": (
        "Ese PIN tampoco es correcto. Por favor, vuelva a llamar cuando lo tenga. Adiós."
    ),
    "There were too many wrong PINs lately, so I cannot take another. I will get you a person.": (
        "Ha habido demasiados PIN incorrectos, así que no puedo aceptar otro. Le comunico con una persona."
    ),
    "I will try again later. Goodbye.": "Lo intentaré de nuevo más tarde. Adiós.",
    "Are you still there?": "¿Sigue usted ahí?",
    "I cannot hear you. If you are there, please say something.": (
        "No le oigo. Si está ahí, por favor, diga algo."
    ),
    "I cannot hear anyone, so I will end the call now. Please call again any time. Goodbye.": (
        "No oigo a nadie, así que voy a terminar la llamada. Vuelva a llamar cuando quiera. Adiós."
    ),
    "One moment please, I will connect you with a person.": (
        "Un momento, por favor, le comunico con una persona."
    ),
    "I am sorry, something went wrong on my side. Could you please say that again?": (
        "Lo siento, algo ha fallado por mi parte. ¿Podría repetirlo, por favor?"
    ),
    "I am sorry, that takes longer than it should. Please try again, or ask for a person.": (
        "Lo siento, esto tarda más de lo debido. Inténtelo de nuevo, o pida hablar con una persona."
    ),
    "I am sorry, this does not work at the moment. I will connect you with a person.": (
        "Lo siento, esto no funciona en este momento. Le comunico con una persona."
    ),
    "I am sorry, I cannot reach our records right now. I will connect you with a person.": (
        "Lo siento, ahora mismo no puedo consultar nuestros datos. Le comunico con una persona."
    ),
    "I am sorry, I have trouble hearing you. Could you please say that again?": (
        "Lo siento, me cuesta oírle. ¿Podría repetirlo, por favor?"
    ),
    "Sorry, I did not catch that. Could you say it again?": "Perdone, no le he entendido. ¿Puede repetirlo?",
    "I am sorry, I cannot make out any words on this line. I will connect you with a person.": (
        "Lo siento, no distingo ninguna palabra en esta línea. Le comunico con una persona."
    ),
    "All right. Take your time, I am listening.": "De acuerdo. Tómese su tiempo, le escucho.",
    "All right, I will speak more slowly.": "De acuerdo, hablaré más despacio.",
    "All right, we start from the beginning. What can I do for you?": (
        "De acuerdo, empezamos desde el principio. ¿En qué puedo ayudarle?"
    ),
    "Sorry, there was a short interruption.": "Perdone, ha habido una breve interrupción.",
    "Sorry, there was a short interruption. Please enter your PIN again from the start.": (
        "Perdone, ha habido una breve interrupción. Introduzca su PIN otra vez desde el principio."
    ),
    "I am sorry, I cannot reach anybody there at the moment.": (
        "Lo siento, en este momento no puedo localizar a nadie allí."
    ),
    "I am sorry, nobody can take your call at the moment. Please call again later. Goodbye.": (
        "Lo siento, nadie puede atender su llamada en este momento. Vuelva a llamar más tarde. Adiós."
    ),
    "I am sorry, nobody could take your call in time.": "Lo siento, nadie ha podido atenderle a tiempo.",
    "I am sorry, nobody is available there at the moment.": (
        "Lo siento, no hay nadie disponible allí en este momento."
    ),
    "I am sorry, nobody is available there any more.": "Lo siento, ya no hay nadie disponible allí.",
    "I am sorry, too many callers are waiting there already.": (
        "Lo siento, ya hay demasiadas llamadas en espera."
    ),
    "I am sorry, I could not connect you.": "Lo siento, no he podido comunicarle.",
    "You are back with the assistant.": "Está de nuevo con el asistente.",
    "All right, you are back with the assistant.": "De acuerdo, está de nuevo con el asistente.",
    "Is there anything else I can do for you?": "¿Puedo ayudarle en algo más?",
    "Shall I have somebody call you back, leave them a todo, or try another department?": (
        "¿Quiere que alguien le llame, que les deje una tarea, o que pruebe con otro departamento?"
    ),
    "Thank you for calling. Goodbye.": "Gracias por llamar. Adiós.",
    "I am sorry for the trouble. Would you like to talk to a person?": (
        "Siento las molestias. ¿Desea hablar con una persona?"
    ),
    "The person you spoke with left me a note: {note}. Shall I do that?": (
        "La persona con la que ha hablado me ha dejado una nota: {note}. ¿Lo hago?"
    ),
    "Hello, I am with you both now. What shall I do?": (
        "Hola, ahora estoy con ustedes dos. ¿Qué puedo hacer?"
    ),
    "I leave you to it. Goodbye.": "Les dejo seguir. Adiós.",
    "One moment please.": "Un momento, por favor.",
    "Hello, this is the automated assistant of {organisation}.": (
        "Hola, soy el asistente automático de {organisation}."
    ),
    "Hello, this is the automated assistant of {organisation}, calling with a reminder.": (
        "Hola, soy el asistente automático de {organisation} y le llamo por un recordatorio."
    ),
    "This call is recorded.": "Esta llamada se graba.",
    "You wanted to be reminded: {titles}.": "Quería que le recordara: {titles}.",
    "You wanted to be reminded of {count} things: {titles}.": (
        "Quería que le recordara {count} cosas: {titles}."
    ),
    "Thank you, {name}.": "Gracias, {name}.",
    "Thank you.": "Gracias.",
    "How can I help you?": "¿En qué puedo ayudarle?",
    "One moment please, I will connect you with {department}.": (
        "Un momento, por favor, le comunico con {department}."
    ),
    "Somebody in {department} is free. One moment please, I will connect you.": (
        "Hay alguien libre en {department}. Un momento, por favor, le comunico."
    ),
    "Nobody in {department} is free right now. I will try to connect you.": (
        "Ahora mismo no hay nadie libre en {department}. Intento comunicarle."
    ),
    "Nobody in {department} is free yet, and you are number {place} in line. I will connect you.": (
        "Todavía no hay nadie libre en {department}, y usted es el número {place} de la fila. Le comunico."
    ),
    "It takes about a minute.": "Será alrededor de un minuto.",
    "It takes about {minutes} minutes.": "Serán unos {minutes} minutos.",
    "To come back to me, press zero.": "Para volver conmigo, pulse cero.",
    "To come back to me, press zero or say: go back.": "Para volver conmigo, pulse cero o diga: volver.",
    "I cannot help you in this language at the moment. I will connect you with a person.": (
        "En este momento no puedo atenderle en español. Le comunico con una persona."
    ),
    "I am sorry, I do not speak that language. To speak to a person, press zero.": (
        "Lo siento, no hablo ese idioma. Para hablar con una persona, pulse cero."
    ),
    "All right, let us speak English.": "De acuerdo, hablemos en español.",
    "Shall I always speak English with you?": "¿Quiere que siempre le hable en español?",
    "All right, I will remember that. How can I help you?": (
        "De acuerdo, lo recordaré. ¿En qué puedo ayudarle?"
    ),
    "All right, only for now. How can I help you?": "De acuerdo, solo por ahora. ¿En qué puedo ayudarle?",
}
